// animatizeanalyze with a model: what is found, how it is followed, when it is said, and what
// happens to models that are none. The model is a tiny one that sees red and blue squares.
#include <fstream>
#include <map>
#include <set>

#include <opencv2/imgproc.hpp>

#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"
#include "support/rendered.h"
#include "support/rig.h"
#include "support/tiny_model.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kWidth = 192, kHeight = 144;
constexpr int kSide = 24;  // 512 of the input are 192 of the frame, 64 are 24
constexpr int kDue = 13;   // first frame half a second after the first

// Red goes right by a pixel a frame, blue stands; each seed has a ground of its own.
cv::Rect2d redAt(int index)
{
    return {20.0 + index, 40.0, kSide, kSide};
}
const cv::Rect2d kBlueAt(140, 90, kSide, kSide);

cv::Mat picture(int index, uint64_t seed = 3)
{
    static std::map<uint64_t, cv::Mat> grounds;
    cv::Mat& grey = grounds[seed];
    if (grey.empty())
        grey = texture(kWidth, kHeight, seed);
    cv::Mat seen;
    cv::cvtColor(grey, seen, cv::COLOR_GRAY2RGB);
    // A darker spot on each: what is quite flat can't be told from its ground by its inside.
    const auto square = [&seen](const cv::Rect& at, const cv::Scalar& colour) {
        cv::rectangle(seen, at, colour, cv::FILLED);
        cv::rectangle(seen, {at.x + 6, at.y + 5, 9, 12}, colour * 0.6, cv::FILLED);
    };
    square(redAt(index), {210, 30, 30});
    square(kBlueAt, {30, 30, 210});
    return seen;
}

GstVideoInfo rgb()
{
    return videoInfo(GST_VIDEO_FORMAT_RGB, kWidth, kHeight);
}

BufferRef bufferOf(const cv::Mat& seen, int index, GstClockTime frame = GST_SECOND / 25)
{
    const GstVideoInfo info = rgb();
    BufferRef buffer(gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr));
    for (int y = 0; y < kHeight; ++y)
        gst_buffer_fill(buffer.get(), static_cast<gsize>(y) * static_cast<gsize>(info.stride[0]),
                        seen.ptr(y), static_cast<gsize>(kWidth) * 3);
    GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(index) * frame;
    GST_BUFFER_DURATION(buffer.get()) = frame;
    return buffer;
}

struct Seen {
    std::string label;
    guint64 id = 0;
    cv::Rect2d box;  ///< pixels
};

// Nothing when there is no word about objects.
std::optional<std::vector<Seen>> objectsOf(const BufferRef& out)
{
    const GstStructure* scene = metaOf(out, "AnimatizeScene");
    const GValue* list = scene ? gst_structure_get_value(scene, "objects") : nullptr;
    if (!list)
        return std::nullopt;
    std::vector<Seen> objects;
    for (guint i = 0; i < gst_value_array_get_size(list); ++i) {
        const GstStructure* one = gst_value_get_structure(gst_value_array_get_value(list, i));
        assertFinite(one);
        objects.push_back(
            {textOf(one, "class"), uint64Of(one, "id"),
             cv::Rect2d(doubleOf(one, "x") * kWidth, doubleOf(one, "y") * kHeight,
                        doubleOf(one, "width") * kWidth, doubleOf(one, "height") * kHeight)});
    }
    return objects;
}

double overlap(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double both = (a & b).area();
    return both / (a.area() + b.area() - both);
}

const Seen* find(const std::vector<Seen>& objects, const std::string& label)
{
    for (const Seen& one : objects)
        if (one.label == label)
            return &one;
    return nullptr;
}

class Models {
  public:
    Models()
    {
        write("tiny.onnx", TinyModel().bytes());
        write("broken.onnx", TinyModel().bytes().substr(0, 1000));
        write("other.onnx", TinyModel{.threeGrids = false}.bytes());
        write("labels.txt", "red\nblue\n");
        write("three.txt", "red\nblue\ngreen\n");
    }
    std::string path(const char* name) const { return folder_.path(name); }
    std::string launch(const char* more = "") const
    {
        return "animatizeanalyze detect-interval=1000000000 model-location=" + path("tiny.onnx") +
               " labels-location=" + path("labels.txt") + " " + more;
    }

  private:
    void write(const char* name, const std::string& bytes)
    {
        std::ofstream(folder_.path(name), std::ios::binary) << bytes;
    }
    const Folder folder_;
};

void set(Rig& rig, const char* property, const std::string& value)
{
    g_object_set(rig.element("animatizeanalyze"), property, value.c_str(), nullptr);
}

// Frames until `done` or a hundred of them, with some time for the worker; whether it was done.
template <typename F>
bool showUntil(Rig& rig, int& index, F&& done)
{
    for (int i = 0; i < 100; ++i) {
        const BufferRef out = rig.push(bufferOf(picture(index % 90), index));
        ++index;
        const auto objects = objectsOf(out);
        if (objects && done(*objects))
            return true;
        g_usleep(5000);
    }
    return false;
}

}  // namespace

GST_START_TEST(thingsAreFollowedFromTheirFirstDetectionOn)
{
    const Models models;
    Rig rig(models.launch("wait=true"));
    rig.caps(rgb());
    std::set<guint64> reds, blues;
    for (int i = 0; i < 75; ++i) {
        const auto objects = objectsOf(rig.push(bufferOf(picture(i), i)));
        ck_assert_msg(objects.has_value() == (i >= kDue), "frame %d", i);
        if (!objects)
            continue;
        ck_assert_uint_eq(objects->size(), 2);
        const Seen *red = find(*objects, "red"), *blue = find(*objects, "blue");
        ck_assert_msg(red && overlap(red->box, redAt(i)) > 0.6, "frame %d", i);
        ck_assert_msg(blue && overlap(blue->box, kBlueAt) > 0.6, "frame %d", i);
        reds.insert(red->id);
        blues.insert(blue->id);
    }
    ck_assert_uint_eq(reds.size(), 1);
    ck_assert_uint_eq(blues.size(), 1);
    ck_assert_uint_ne(*reds.begin(), *blues.begin());
    ck_assert_uint_eq(rig.warnings().size(), 0);
}
GST_END_TEST

GST_START_TEST(theirIdsAreThoseOfTheRegionsOfInterest)
{
    const Models models;
    Rig rig(models.launch("wait=true"));
    rig.caps(rgb());
    BufferRef out;
    for (int i = 0; i < 20; ++i)
        out = rig.push(bufferOf(picture(i), i));
    const auto objects = *objectsOf(out);
    size_t count = 0;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(
               out.get(), &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) {
        const auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
        const Seen* one = find(objects, g_quark_to_string(roi->roi_type));
        ck_assert(one != nullptr);
        ck_assert_int_eq(roi->id, static_cast<int>(one->id));
        ++count;
    }
    ck_assert_uint_eq(count, objects.size());
}
GST_END_TEST

GST_START_TEST(waitingGivesTheSameTwice)
{
    const Models models;
    std::vector<std::string> first;
    for (int round = 0; round < 2; ++round) {
        Rig rig(models.launch("wait=true interval=200000000"));
        rig.caps(rgb());
        for (int i = 0; i < 60; ++i) {
            const BufferRef out = rig.push(bufferOf(picture(i, i < 35 ? 3 : 8), i));
            const std::string text = asText(metaOf(out, "AnimatizeScene"));
            if (round == 0)
                first.push_back(text);
            else
                ASSERT_TEXT(text, first[static_cast<size_t>(i)]);
            if (round == 1 && i % 7 == 0)
                g_usleep(20000);  // another timing
        }
    }
}
GST_END_TEST

// The answer comes when it comes, and is where the thing is by then.
GST_START_TEST(withoutWaitingBoxesAreBroughtToTheFrameAtHand)
{
    const Models models;
    Rig rig(models.launch("wait=false"));
    rig.caps(rgb());
    int index = 0;
    for (; index < 8; ++index)  // at once: nothing is waited for
        rig.push(bufferOf(picture(index), index));
    const bool there = showUntil(rig, index, [&](const std::vector<Seen>& objects) {
        const Seen* red = find(objects, "red");
        ck_assert_msg(red && overlap(red->box, redAt(index - 1)) > 0.6, "frame %d", index - 1);
        return true;
    });
    ck_assert(there);
}
GST_END_TEST

GST_START_TEST(aCutEndsThemAndIdsGoOn)
{
    const Models models;
    Rig rig(models.launch("wait=true"));
    rig.caps(rgb());
    std::map<guint64, std::set<guint64>> ids;  // by shot
    int without = 0;
    for (int i = 0; i < 70; ++i) {
        // Another ground, and squares elsewhere.
        cv::Mat seen = picture(i < 30 ? i : 60, i < 30 ? 3 : 8);
        if (i >= 30)
            cv::flip(seen, seen, -1);
        const BufferRef out = rig.push(bufferOf(seen, i));
        const guint64 shot = uint64Of(metaOf(out, "AnimatizeScene"), "shot-id");
        const auto objects = objectsOf(out);
        without += shot == 2 && !objects;
        if (objects)
            for (const Seen& one : *objects)
                ids[shot].insert(one.id);
    }
    ck_assert_uint_eq(ids.size(), 2);
    ck_assert_int_ge(without, 10);  // half a second, less what the decision took
    for (const guint64 id : ids[2])
        ck_assert_uint_eq(ids[1].count(id), 0);
    ck_assert_uint_eq(ids[2].size(), 2);
}
GST_END_TEST

GST_START_TEST(modelsCanBeChangedWhilePlaying)
{
    const Models models;
    Rig rig("animatizeanalyze interval=100000000 detect-interval=200000000");
    rig.caps(rgb());
    int index = 0;
    for (; index < 3; ++index)
        rig.push(bufferOf(picture(index), index));
    const auto names = [](const char* label) {
        return [label](const std::vector<Seen>& objects) { return find(objects, label); };
    };
    set(rig, "model-location", models.path("tiny.onnx"));
    ck_assert(showUntil(rig, index, names("class-0")));
    set(rig, "labels-location", models.path("labels.txt"));
    ck_assert(showUntil(rig, index, names("red")));
    ck_assert_uint_eq(rig.warnings().size(), 0);
    // What can't be a model is refused at once, and the one that works goes on.
    for (const char* wrong : {"broken.onnx", "other.onnx", "none.onnx"})
        set(rig, "model-location", models.path(wrong));
    ck_assert_uint_eq(rig.warnings().size(), 3);
    ck_assert(showUntil(rig, index, names("red")));
    // Only the worker sees that these don't go together.
    set(rig, "labels-location", models.path("three.txt"));
    for (int i = 0; i < 30 && rig.warnings().size() < 4; ++i)
        showUntil(rig, index, [](const auto&) { return true; });
    ck_assert_uint_eq(rig.warnings().size(), 4);
    ck_assert_msg(rig.warnings()[3].find("three.txt") != std::string::npos, "%s",
                  rig.warnings()[3].c_str());
    ck_assert(showUntil(rig, index, names("red")));
    // Without a model: faces and people, of which there are none.
    set(rig, "model-location", "");
    showUntil(rig, index, [](const std::vector<Seen>& objects) { return objects.empty(); });
    ck_assert_uint_eq(rig.errors().size(), 0);
    ck_assert_uint_eq(rig.warnings().size(), 4);
}
GST_END_TEST

namespace {

// The sentences with which an element refuses to start.
std::vector<std::string> refusals(const std::string& model, const std::string& labels)
{
    GstElement* element =
        GST_ELEMENT(gst_object_ref_sink(gst_element_factory_make("animatizeanalyze", nullptr)));
    GstBus* bus = gst_bus_new();
    gst_element_set_bus(element, bus);
    g_object_set(element, "labels-location", labels.c_str(), "model-location", model.c_str(),
                 nullptr);
    std::vector<std::string> sentences;
    const bool started =
        gst_element_set_state(element, GST_STATE_PAUSED) != GST_STATE_CHANGE_FAILURE;
    while (GstMessage* message = gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR)) {
        GError* error = nullptr;
        gst_message_parse_error(message, &error, nullptr);
        sentences.push_back(error->message);
        g_clear_error(&error);
        gst_message_unref(message);
    }
    ck_assert_int_eq(started, sentences.empty());
    gst_element_set_state(element, GST_STATE_NULL);
    gst_element_set_bus(element, nullptr);
    gst_object_unref(bus);
    gst_object_unref(element);
    return sentences;
}

}  // namespace

GST_START_TEST(wrongFilesAreOneErrorAtTheStart)
{
    const Models models;
    const auto assertOne = [&](const char* model, const char* labels, const char* named) {
        const auto said = refusals(models.path(model), *labels ? models.path(labels) : "");
        ck_assert_uint_eq(said.size(), 1);
        ck_assert_msg(said[0].find(models.path(named)) != std::string::npos && said[0].size() < 300,
                      "%s", said[0].c_str());
    };
    assertOne("broken.onnx", "", "broken.onnx");
    assertOne("other.onnx", "", "other.onnx");
    assertOne("none.onnx", "labels.txt", "none.onnx");
    assertOne("labels.txt", "", "labels.txt");
    assertOne("tiny.onnx", "three.txt", "three.txt");
    assertOne("tiny.onnx", "none.txt", "none.txt");
    ck_assert_uint_eq(refusals(models.path("tiny.onnx"), models.path("labels.txt")).size(), 0);
    ck_assert_uint_eq(refusals("", models.path("three.txt")).size(), 0);
}
GST_END_TEST

// One frame a second: the answer of one is there with the next, if that is of the same shot.
GST_START_TEST(slowStreamsGetTheirObjects)
{
    const Models models;
    Rig rig(models.launch("wait=true"));
    rig.caps(rgb());
    for (int i = 0; i < 6; ++i) {
        const auto objects = objectsOf(rig.push(bufferOf(picture(i), i, GST_SECOND)));
        ck_assert_msg(objects.has_value() == (i > 0), "frame %d", i);
        ck_assert(!objects || objects->size() == 2);
    }
}
GST_END_TEST

namespace {

// What the messages about scenes say of objects: the frame, and how many.
std::vector<std::pair<guint64, size_t>> told(Rig& rig)
{
    std::vector<std::pair<guint64, size_t>> all;
    for (const Message& message : rig.messages()) {
        const GstStructure* one = message.structure.get();
        const GValue* list = gst_structure_get_value(one, "objects");
        if (gst_structure_has_name(one, "animatize-scene") && list)
            all.emplace_back(uint64Of(one, "shot-id"), gst_value_array_get_size(list));
    }
    return all;
}

}  // namespace

// No frame can carry what is found on a still: a message does, before its shot ends.
GST_START_TEST(stillsGetTheirObjectsInAMessage)
{
    const Models models;
    using Told = std::vector<std::pair<guint64, size_t>>;
    for (const GstClockTime frame :
         {GstClockTime{GST_CLOCK_TIME_NONE}, GstClockTime{2 * GST_SECOND}}) {
        Rig rig(models.launch("wait=true"));
        GstVideoInfo info = rgb();
        GST_VIDEO_INFO_FPS_N(&info) = 0;
        GST_VIDEO_INFO_FPS_D(&info) = 1;
        rig.caps(info);
        for (int i = 0; i < 3; ++i) {
            BufferRef buffer =
                bufferOf(picture(20 * i, 3 + 5 * static_cast<uint64_t>(i)), i, frame);
            if (!GST_CLOCK_TIME_IS_VALID(frame))
                GST_BUFFER_PTS(buffer.get()) = GST_BUFFER_DURATION(buffer.get()) = frame;
            ck_assert(!objectsOf(rig.push(std::move(buffer))));
        }
        rig.endOfStream();
        ck_assert((told(rig) == Told{{1, 2}, {2, 2}, {3, 2}}));
    }
}
GST_END_TEST

GST_START_TEST(withoutWaitingNoStillIsWaitedFor)
{
    const Models models;
    Rig rig(models.launch("wait=false"));
    rig.caps(rgb());
    rig.push(bufferOf(picture(0), 0));
    rig.flush();
    rig.push(bufferOf(picture(0), 0));
    rig.endOfStream();
    for (const auto& [shot, count] : told(rig))
        ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(rig.warnings().size(), 0);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "objects",
                  {CASE(thingsAreFollowedFromTheirFirstDetectionOn),
                   CASE(theirIdsAreThoseOfTheRegionsOfInterest), CASE(waitingGivesTheSameTwice),
                   CASE(withoutWaitingBoxesAreBroughtToTheFrameAtHand),
                   CASE(aCutEndsThemAndIdsGoOn), CASE(modelsCanBeChangedWhilePlaying),
                   CASE(wrongFilesAreOneErrorAtTheStart), CASE(slowStreamsGetTheirObjects),
                   CASE(stillsGetTheirObjectsInAMessage), CASE(withoutWaitingNoStillIsWaitedFor)});
}
