// What is read from a frame's metas, what is held, and for how long.
#include "gst/overlay/frame_records.h"

#include "gst/base/custom_meta.h"
#include "gst/base/ref.h"
#include "gst/base/times_meta.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Stream {
    FrameRecords records;
    BufferRef buffer;

    /// A fresh frame, for the metas that follow.
    Stream& frame()
    {
        buffer.reset(gst_buffer_new());
        return *this;
    }
    Stream& with(const char* name, const Record& record)
    {
        attachMeta(buffer.get(), name, 64, 48, record);
        return *this;
    }
    const OverlayInput& read(double seconds)
    {
        FrameTime time;
        time.pts = time.now = static_cast<uint64_t>(seconds * GST_SECOND);
        return records.read(buffer.get(), time);
    }
};

Record one(const char* field, const char* text)
{
    return Record().add(field, text);
}

Record skipped()
{
    return Record().add("skipped", Record::Value(true));
}

#define ASSERT_SAYS(got, wanted) ck_assert(std::string(got) == (wanted))

std::string textOf(const Record* record, const char* field)
{
    return record ? record->text(field).value_or("absent") : "none";
}

}  // namespace

START_TEST(everyMetaIsARecord)
{
    Stream stream;
    stream.frame()
        .with(kMotionMeta, one("camera-motion", "pan-left"))
        .with(kSceneMeta, one("state", "black"))
        .with(kPromptMeta, one("prompt-id", "1-1"))
        .with(kGeneratorMeta, one("state", "remote"))
        .with(kKeyframeMeta, one("backend", "local"));
    const OverlayInput& input = stream.read(1.5);
    ASSERT_SAYS(textOf(input.motion, "camera-motion"), "pan-left");
    ASSERT_SAYS(textOf(input.scene, "state"), "black");
    ASSERT_SAYS(textOf(input.prompt, "prompt-id"), "1-1");
    ASSERT_SAYS(textOf(input.generator, "state"), "remote");
    ASSERT_SAYS(textOf(input.keyframe, "backend"), "local");
    ck_assert_uint_eq(input.time.now, 1500 * GST_MSECOND);
    ck_assert(input.motion->number("frame-width").value_or(0) == 64);
}
END_TEST

START_TEST(whatIsNotThereIsNull)
{
    Stream stream;
    stream.frame().with(kMotionMeta, one("camera-motion", "static")).read(0);
    const OverlayInput& input = stream.frame().read(0.04);
    ck_assert(!input.motion && !input.scene && !input.prompt && !input.generator &&
              !input.keyframe);
    ck_assert(input.zones.empty() && input.times.empty());
}
END_TEST

// What is held while frames are late is for the artist to say.
START_TEST(skippedFramesSaySo)
{
    Stream stream;
    stream.frame().with(kMotionMeta, one("camera-motion", "zoom-in")).read(1.0);
    const OverlayInput& input = stream.frame().with(kMotionMeta, skipped()).read(1.04);
    ck_assert(input.motion && input.motion->number("skipped") == 1.0);
    ck_assert(!input.motion->find("camera-motion"));
}
END_TEST

START_TEST(aPromptIsReadWhenItIsNew)
{
    Stream stream;
    const auto prompt = [](const char* id, const char* text) {
        return Record().add("prompt-id", id).add("text", text);
    };
    stream.frame().with(kPromptMeta, prompt("1-1", "a street"));
    ASSERT_SAYS(textOf(stream.read(0).prompt, "text"), "a street");
    const Record* first = stream.read(0.04).prompt;
    const auto* text = first->find("text");
    stream.frame().with(kPromptMeta, prompt("1-1", "a street"));
    ck_assert(stream.read(0.08).prompt == first && first->find("text") == text);  // not read anew
    // Ids are an element's own: behind an input-selector another one counts from 1 too.
    stream.frame().with(kPromptMeta, prompt("1-1", "a harbour"));
    ASSERT_SAYS(textOf(stream.read(0.12).prompt, "text"), "a harbour");
    stream.frame().with(kPromptMeta, prompt("1-2", "a bridge"));
    ASSERT_SAYS(textOf(stream.read(1.04).prompt, "text"), "a bridge");
    // Ids begin again with another stream.
    stream.records.forget();
    stream.frame().with(kPromptMeta, prompt("1-2", "a boat"));
    ASSERT_SAYS(textOf(stream.read(2.0).prompt, "text"), "a boat");
}
END_TEST

START_TEST(zonesAndTimesComeAlong)
{
    Stream stream;
    const auto zones = std::make_shared<const std::vector<ZoneOutline>>(
        std::vector<ZoneOutline>{{"door", {{0, 0}, {1, 0}, {1, 1}}, false, true}});
    for (int i = 0; i < 2; ++i) {
        stream.frame();
        attachZones(stream.buffer.get(), zones);
        addStageTime(stream.buffer.get(), "motion", 7);
        const OverlayInput& input = stream.read(0.04 * i);
        ck_assert(input.zones == *zones);
        ck_assert_uint_eq(input.times.size(), 1);
        ASSERT_SAYS(input.times[0].stage, "motion");
        ck_assert_uint_eq(input.times[0].took, 7);
    }
    ck_assert(stream.frame().read(1).zones.empty());
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    registerCustomMetas();
    registerTimesMeta();
    registerZonesMeta();
    return run("frame-records", {everyMetaIsARecord, whatIsNotThereIsNull, skippedFramesSaySo,
                                 aPromptIsReadWhenItIsNew, zonesAndTimesComeAlong});
}
