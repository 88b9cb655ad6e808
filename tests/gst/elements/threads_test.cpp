// Other threads turn every knob while frames flow; meant to be run under ThreadSanitizer, and right
// without it.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rig.h"
#include "support/tiny_model.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using Random = std::minstd_rand;

// Texts worth trying, good and bad, of the properties that take texts.
std::vector<std::string> textsFor(const std::string& property)
{
    if (property == "zones")
        return {"", "a:0,0 1,0 1,1", "a:0,0 0.5,0 0.5,1;b:0.5,0 1,0 1,1;!c:0.2,0.2 0.3,0.2 0.3,0.3",
                "a:0,0"};
    if (property == "backends")
        return {"local", "local,local", "nonsense", ""};
    if (property == "location")
        return {"", "no-number.png"};
    if (property == "rules-location")
        return {"", "/nonexistent/rules.json"};
    if (property == "model-location" || property == "labels-location")
        return {"", "/nonexistent/file"};
    if (property == "llm-batch-location" || property == "llm-results-location")
        return {""};
    if (property == "keep")
        return {"", "camera-motion, light", "nonsense"};
    if (property == "llm-uri")
        return {"http://127.0.0.1:9/v1", "nonsense"};
    if (property == "json-location")
        return {"", "/dev/null"};
    return {"", "a quiet street", "\"quoted\" & <marked>", "\xc3\xa4\xc3\xb6\xc3\xbc"};
}

// Any value that the property takes; never so big that the case takes minutes.
void setAnything(GObject* object, GParamSpec* spec, Random& random)
{
    const auto upTo = [&random](double most) {
        return std::uniform_real_distribution<double>(0.0, most)(random);
    };
    GValue value = G_VALUE_INIT;
    g_value_init(&value, spec->value_type);
    if (G_IS_PARAM_SPEC_BOOLEAN(spec)) {
        g_value_set_boolean(&value, random() % 4 != 0);
    } else if (G_IS_PARAM_SPEC_UINT(spec)) {
        const auto* range = G_PARAM_SPEC_UINT(spec);
        g_value_set_uint(&value, range->minimum + static_cast<guint>(random() % 4));
    } else if (G_IS_PARAM_SPEC_UINT64(spec)) {
        const auto* range = G_PARAM_SPEC_UINT64(spec);
        g_value_set_uint64(&value, std::clamp<guint64>(1 + static_cast<guint64>(upTo(2e9)),
                                                       range->minimum, range->maximum));
    } else if (G_IS_PARAM_SPEC_DOUBLE(spec)) {
        g_value_set_double(&value, upTo(1.0));
    } else if (G_IS_PARAM_SPEC_ENUM(spec)) {
        g_value_set_enum(
            &value, static_cast<int>(random() % G_PARAM_SPEC_ENUM(spec)->enum_class->n_values));
    } else if (G_IS_PARAM_SPEC_FLAGS(spec)) {
        g_value_set_flags(
            &value, static_cast<guint>(random()) & G_PARAM_SPEC_FLAGS(spec)->flags_class->mask);
    } else {
        const auto texts = textsFor(spec->name);
        g_value_set_string(&value, texts[random() % texts.size()].c_str());
    }
    g_object_set_property(object, spec->name, &value);
    g_value_unset(&value);
}

// Sets and reads all own properties of an element, again and again.
class Meddler {
  public:
    Meddler(GstElement* element, unsigned seed)
        : element_(element), random_(seed), thread_([this] { run(); })
    {}
    ~Meddler()
    {
        done_ = true;
        thread_.join();
    }
    int rounds() const { return rounds_; }

  private:
    void run()
    {
        guint count = 0;
        GParamSpec** specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(element_), &count);
        while (!done_) {
            for (guint i = 0; i < count; ++i) {
                const bool own = specs[i]->owner_type == G_OBJECT_TYPE(element_);
                if (own && (specs[i]->flags & G_PARAM_WRITABLE))
                    setAnything(G_OBJECT(element_), specs[i], random_);
                GValue value = G_VALUE_INIT;
                g_object_get_property(G_OBJECT(element_), specs[i]->name, &value);
                g_value_unset(&value);
            }
            if (random_() % 8 == 0)
                g_signal_emit_by_name(element_, "reset");
            ++rounds_;
            g_usleep(500);
        }
        g_free(specs);
    }

    GstElement* const element_;
    Random random_;
    std::atomic<bool> done_{false};
    std::atomic<int> rounds_{0};
    std::thread thread_;
};

}  // namespace

// One meddler for one element.
GST_START_TEST(everyKnobWhileFramesFlow)
{
    const std::string name = everyElement()[static_cast<size_t>(__i__)];
    Rig rig(__i__ < 2 ? name : "animatizeanalyze detect-objects=false ! " + name);
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 96, 64);
    rig.caps(info);
    Meddler meddler(rig.element(name), 1);
    for (int i = 0; i < 150 || meddler.rounds() < 30; ++i) {
        BufferRef buffer = frame(info, moving(96, 64, i / 2 % 8));
        stamp(buffer.get(), info, i);
        const BufferRef out = rig.push(std::move(buffer));
        for (const char* meta : {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"})
            if (const GstStructure* structure = metaOf(out, meta))
                assertFinite(structure);
        rig.messages();
    }
    ck_assert_uint_eq(rig.errors().size(), 0);
}
GST_END_TEST

// All four, with flushes, late frames and side pads that come and go.
GST_START_TEST(everythingAtOnce)
{
    Rig rig(chain());
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_NV12, 96, 64);
    rig.caps(info);
    std::vector<std::unique_ptr<Meddler>> meddlers;
    for (unsigned i = 0; i < 4; ++i)
        meddlers.push_back(std::make_unique<Meddler>(rig.element(elements()[i]), i + 2));
    std::atomic<bool> done{false};
    std::thread plumber([&] {
        while (!done)
            for (const auto& [element, name] :
                 {std::pair{"animatizeprompt", "prompt"}, {"animatizegen", "keyframe"}}) {
                GstPad* pad = gst_element_request_pad_simple(rig.element(element), name);
                g_usleep(3000);
                gst_element_release_request_pad(rig.element(element), pad);
                gst_object_unref(pad);
            }
    });
    std::thread sink([&] {
        for (GstClockTime at = 0; !done; at += 30 * GST_MSECOND) {
            gst_harness_push_upstream_event(
                rig.harness(), gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 1.1, GST_MSECOND, at));
            g_usleep(5000);
        }
    });
    for (int i = 0; i < 200; ++i) {
        BufferRef buffer = frame(info, moving(96, 64, i / 2 % 8));
        stamp(buffer.get(), info, i);
        rig.push(std::move(buffer));
        if (i % 50 == 49)
            rig.flush();
        rig.messages();
    }
    done = true;
    plumber.join();
    sink.join();
    meddlers.clear();
    rig.endOfStream();
    ck_assert_uint_eq(rig.errors().size(), 0);
}
GST_END_TEST

// Models come and go, right ones and wrong ones, while frames flow and shots change.
GST_START_TEST(modelsWhileFramesFlow)
{
    const Folder folder;
    const std::string files[] = {folder.path("tiny.onnx"), folder.path("broken.onnx"),
                                 folder.path("two.txt"), folder.path("three.txt"), ""};
    const std::string tiny = TinyModel().bytes();
    std::ofstream(files[0], std::ios::binary) << tiny;
    std::ofstream(files[1], std::ios::binary) << tiny.substr(0, 500);
    std::ofstream(files[2]) << "red\nblue\n";
    std::ofstream(files[3]) << "red\nblue\ngreen\n";
    Rig rig("animatizeanalyze interval=40000000 detect-interval=80000000");
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 96, 64);
    rig.caps(info);
    std::atomic<bool> done{false};
    std::atomic<int> rounds{0};
    std::thread meddler([&] {
        GstElement* element = rig.element("animatizeanalyze");
        for (; !done; ++rounds) {
            const int i = rounds;
            g_object_set(element, "model-location", files[i % 5].c_str(), "labels-location",
                         files[i % 3 + 2].c_str(), nullptr);
            if (i % 8 == 0)
                g_signal_emit_by_name(element, "reset");
            g_usleep(2000);
        }
    });
    for (int i = 0; i < 2000 && (i < 150 || rounds < 30); ++i) {
        BufferRef buffer = frame(info, moving(96, 64, i / 2 % 8));
        stamp(buffer.get(), info, i);
        assertFinite(metaOf(rig.push(std::move(buffer)), "AnimatizeScene"));
        if (i % 40 == 39)
            rig.flush();
        rig.messages();
        g_usleep(1000);
    }
    done = true;
    meddler.join();
    ck_assert_int_ge(rounds, 30);
    ck_assert_uint_eq(rig.errors().size(), 0);
}
GST_END_TEST

// Up and down while others meddle, with threads in between.
GST_START_TEST(statesWhileOthersMeddle)
{
    Pipeline pipeline(
        "videotestsrc pattern=ball ! video/x-raw,width=96,height=64 ! animatizemotion name=m ! "
        "queue ! "
        "animatizeanalyze name=a detect-objects=false ! queue ! animatizeprompt name=p ! queue ! "
        "animatizegen name=g ! fakesink sync=false  "
        "p.prompt ! fakesink sync=false async=false  g.keyframe ! fakesink sync=false async=false");
    for (const char* location : {"m", "a", "p", "g"})
        g_object_set(pipeline.element(location), "post-messages", FALSE, nullptr);
    // Not those that can be wrong: a wrong setting rightly stops the next start.
    std::atomic<bool> done{false};
    std::thread meddler([&] {
        for (int i = 0; !done; ++i) {
            g_object_set(pipeline.element("m"), "sensitivity", i % 10 / 10.0, "zones",
                         i % 2 ? "" : "a:0,0 1,0 1,1", nullptr);
            g_object_set(pipeline.element("a"), "interval",
                         static_cast<guint64>(i % 3) * GST_SECOND / 3, nullptr);
            g_object_set(pipeline.element("p"), "style", i % 2 ? "" : "film", nullptr);
            g_object_set(pipeline.element("g"), "frames", static_cast<guint>(1 + i % 3), nullptr);
            g_signal_emit_by_name(pipeline.element("a"), "reset");
            g_usleep(500);
        }
    });
    Random random(5);
    const GstState states[] = {GST_STATE_PLAYING, GST_STATE_PAUSED, GST_STATE_READY,
                               GST_STATE_NULL};
    for (int i = 0; i < 25; ++i) {
        pipeline.setState(GST_STATE_PLAYING);
        g_usleep(static_cast<gulong>(random() % 30000));
        pipeline.setState(states[random() % 4]);
    }
    done = true;
    meddler.join();
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "threads",
        {CASES(everyKnobWhileFramesFlow, static_cast<int>(everyElement().size())),
         CASE(everythingAtOnce), CASE(modelsWhileFramesFlow), CASE(statesWhileOthersMeddle)});
}
