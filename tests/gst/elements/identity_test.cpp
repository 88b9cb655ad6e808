// What arrives leaves again: the same memory, times, flags and metas, and not one pixel changed.
// One case per element, and one for the whole chain.
#include <map>

#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kLines = 5;

// The four elements, and the chain.
std::string lineOf(int run)
{
    return run < 4 ? elements()[static_cast<size_t>(run)] : chain();
}

GstVideoInfo smallVideo()
{
    return videoInfo(GST_VIDEO_FORMAT_I420, 64, 48);
}

// A frame in three memories, one per plane, with every time set.
BufferRef frameOfThreeMemories(const GstVideoInfo& info)
{
    const BufferRef whole = frame(info, moving(64, 48, 0));
    BufferRef buffer(gst_buffer_new());
    for (guint plane = 0; plane < 3; ++plane) {
        const gsize begin = GST_VIDEO_INFO_PLANE_OFFSET(&info, plane);
        const gsize end =
            plane < 2 ? GST_VIDEO_INFO_PLANE_OFFSET(&info, plane + 1) : GST_VIDEO_INFO_SIZE(&info);
        GstMemory* memory = gst_allocator_alloc(nullptr, end - begin, nullptr);
        GstMapInfo map;
        gst_memory_map(memory, &map, GST_MAP_WRITE);
        gst_buffer_extract(whole.get(), begin, map.data, map.size);
        gst_memory_unmap(memory, &map);
        gst_buffer_append_memory(buffer.get(), memory);
    }
    stamp(buffer.get(), info, 7);
    GST_BUFFER_DTS(buffer.get()) = 260 * GST_MSECOND;
    GST_BUFFER_OFFSET(buffer.get()) = 1234;
    GST_BUFFER_OFFSET_END(buffer.get()) = 1235;
    return buffer;
}

std::vector<const GstMemory*> memoriesOf(GstBuffer* buffer)
{
    std::vector<const GstMemory*> memories;
    for (guint i = 0; i < gst_buffer_n_memory(buffer); ++i)
        memories.push_back(gst_buffer_peek_memory(buffer, i));
    return memories;
}

void assertSameTimes(GstBuffer* out, GstBuffer* in)
{
    ck_assert_uint_eq(GST_BUFFER_PTS(out), GST_BUFFER_PTS(in));
    ck_assert_uint_eq(GST_BUFFER_DTS(out), GST_BUFFER_DTS(in));
    ck_assert_uint_eq(GST_BUFFER_DURATION(out), GST_BUFFER_DURATION(in));
    ck_assert_uint_eq(GST_BUFFER_OFFSET(out), GST_BUFFER_OFFSET(in));
    ck_assert_uint_eq(GST_BUFFER_OFFSET_END(out), GST_BUFFER_OFFSET_END(in));
}

// All but the flag that says whether some memory was added or taken away since the buffer's birth.
guint flagsOf(GstBuffer* buffer)
{
    return GST_BUFFER_FLAGS(buffer) & ~static_cast<guint>(GST_BUFFER_FLAG_TAG_MEMORY);
}

void putForeignMetas(GstBuffer* buffer)
{
    auto* roi = gst_buffer_add_video_region_of_interest_meta(buffer, "motion", 1, 2, 3, 4);
    roi->id = 77;
    gst_video_region_of_interest_meta_add_param(
        roi, gst_structure_new("detection", "confidence", G_TYPE_DOUBLE, 0.25, nullptr));
    gst_buffer_add_video_region_of_interest_meta(buffer, "face", 5, 6, 7, 8);
    GstCustomMeta* custom = gst_buffer_add_custom_meta(buffer, "TestForeignMeta");
    gst_structure_set(gst_custom_meta_get_structure(custom), "answer", G_TYPE_INT, 42, nullptr);
    gst_buffer_add_video_time_code_meta_full(buffer, 25, 1, nullptr, GST_VIDEO_TIME_CODE_FLAGS_NONE,
                                             1, 2, 3, 4, 0);
    GstCaps* unix = gst_caps_new_empty_simple("timestamp/x-unix");
    gst_buffer_add_reference_timestamp_meta(buffer, unix, 1234567890, 40 * GST_MSECOND);
    gst_caps_unref(unix);
    gst_buffer_add_video_crop_meta(buffer)->width = 11;
    gst_buffer_add_video_meta(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_I420, 64, 48);
}

// Foreign metas as text, sorted by nothing: the order is part of what stays.
std::string foreignMetas(GstBuffer* buffer)
{
    std::string text;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta(buffer, &state)) {
        const std::string name = g_type_name(meta->info->type);
        if (name.find("Animatize") != std::string::npos)
            continue;
        if (meta->info->api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE) {
            const auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
            text += "roi " + std::to_string(roi->id) + " " + g_quark_to_string(roi->roi_type) +
                    " " + std::to_string(roi->x) + " " +
                    std::to_string(g_list_length(roi->params)) + "\n";
        } else if (gst_meta_info_is_custom(meta->info)) {
            text += asText(gst_custom_meta_get_structure(reinterpret_cast<GstCustomMeta*>(meta))) +
                    "\n";
        } else if (meta->info->api == GST_VIDEO_TIME_CODE_META_API_TYPE) {
            const CharRef code(
                gst_video_time_code_to_string(&reinterpret_cast<GstVideoTimeCodeMeta*>(meta)->tc));
            text += std::string("timecode ") + code.get() + "\n";
        } else {
            text += name + "\n";
        }
    }
    return text;
}

void registerForeignMeta()
{
    static const char* tags[] = {"video", nullptr};
    if (!gst_meta_get_info("TestForeignMeta"))
        gst_meta_register_custom("TestForeignMeta", tags, nullptr, nullptr, nullptr);
}

}  // namespace

GST_START_TEST(memoryTimesAndPixelsStay)
{
    const GstVideoInfo info = smallVideo();
    Rig rig(lineOf(__i__));
    rig.caps(info);
    BufferRef in = frameOfThreeMemories(info);
    const auto memories = memoriesOf(in.get());
    const auto pixels = bytesOf(in.get());
    const BufferRef reference(gst_buffer_copy_deep(in.get()));
    GstBuffer* const pointer = in.get();
    const BufferRef out = rig.push(std::move(in));
    ck_assert_msg(out.get() == pointer, "a writable buffer was replaced");
    ck_assert(memoriesOf(out.get()) == memories);
    ck_assert(bytesOf(out.get()) == pixels);
    assertSameTimes(out.get(), reference.get());
}
GST_END_TEST

GST_START_TEST(flagsStay)
{
    const GstVideoInfo info = smallVideo();
    Rig rig(lineOf(__i__));
    rig.caps(info);
    const GstBufferFlags flags[] = {GST_BUFFER_FLAG_DISCONT,     GST_BUFFER_FLAG_GAP,
                                    GST_BUFFER_FLAG_MARKER,      GST_BUFFER_FLAG_CORRUPTED,
                                    GST_BUFFER_FLAG_DROPPABLE,   GST_BUFFER_FLAG_DELTA_UNIT,
                                    GST_BUFFER_FLAG_RESYNC,      GST_BUFFER_FLAG_HEADER,
                                    GST_BUFFER_FLAG_DECODE_ONLY, GST_BUFFER_FLAG_NON_DROPPABLE};
    int index = 0;
    for (guint i = 0; i <= G_N_ELEMENTS(flags); ++i) {
        BufferRef in = frame(info, moving(64, 48, 0));
        stamp(in.get(), info, index++);
        if (i > 0)
            GST_BUFFER_FLAG_SET(in.get(), flags[i - 1]);
        const guint wanted = flagsOf(in.get());
        const BufferRef out = rig.push(std::move(in));
        ck_assert_msg(flagsOf(out.get()) == wanted, "frame %d: flags 0x%x became 0x%x", index,
                      wanted, flagsOf(out.get()));
    }
}
GST_END_TEST

GST_START_TEST(foreignMetasStay)
{
    registerForeignMeta();
    const GstVideoInfo info = smallVideo();
    Rig rig(lineOf(__i__));
    rig.caps(info);
    for (int i = 0; i < 40; ++i) {
        BufferRef in = frame(info, moving(64, 48, i));
        stamp(in.get(), info, i);
        putForeignMetas(in.get());
        const std::string wanted = foreignMetas(in.get());
        const BufferRef out = rig.push(std::move(in));
        std::string got = foreignMetas(out.get());
        // What is behind them are regions of our own.
        ck_assert_msg(got.substr(0, wanted.size()) == wanted, "before:\n%s\nafter:\n%s",
                      wanted.c_str(), got.c_str());
    }
}
GST_END_TEST

// As behind a tee: somebody else holds the buffer too.
GST_START_TEST(aSharedBufferStaysAsItWasForTheOthers)
{
    registerForeignMeta();
    const GstVideoInfo info = smallVideo();
    Rig rig(lineOf(__i__));
    rig.caps(info);
    BufferRef in = frameOfThreeMemories(info);
    putForeignMetas(in.get());
    const BufferRef other(gst_buffer_ref(in.get()));
    const std::string metas = foreignMetas(other.get());
    const auto pixels = bytesOf(other.get());
    const BufferRef out = rig.push(std::move(in));
    ck_assert_msg(out.get() != other.get(), "a shared buffer was written to");
    ck_assert_msg(memoriesOf(out.get()) == memoriesOf(other.get()), "the memory was copied");
    ASSERT_TEXT(foreignMetas(out.get()).substr(0, metas.size()), metas);
    ASSERT_TEXT(foreignMetas(other.get()), metas);
    for (const char* name : {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"})
        ck_assert_int_eq(countMetas(other.get(), name), 0);
    assertSameTimes(out.get(), other.get());
    ck_assert_uint_eq(flagsOf(out.get()), flagsOf(other.get()));
    ck_assert(bytesOf(other.get()) == pixels);
}
GST_END_TEST

GST_START_TEST(switchedOffItIsAWire)
{
    const GstVideoInfo info = smallVideo();
    std::string line;
    for (const std::string& element : elements())
        line += (line.empty() ? "" : " ! ") + element + " enabled=false";
    Rig rig(__i__ < 4 ? lineOf(__i__) + " enabled=false" : line);
    rig.caps(info);
    for (int i = 0; i < 3; ++i) {
        BufferRef in = frame(info, moving(64, 48, i));
        stamp(in.get(), info, i);
        const BufferRef other(gst_buffer_ref(in.get()));
        const BufferRef out = rig.push(std::move(in));
        ck_assert_msg(out.get() == other.get(), "frame %d is not the same buffer", i);
        gpointer state = nullptr;
        ck_assert_msg(!gst_buffer_iterate_meta(out.get(), &state),
                      "something was put on the buffer");
    }
    rig.endOfStream();
    ck_assert_uint_eq(rig.messages().size(), 0);
}
GST_END_TEST

GST_START_TEST(canBeSwitchedOnAndOffWhileFramesFlow)
{
    const GstVideoInfo info = smallVideo();
    const std::string name = elements()[static_cast<size_t>(__i__)];
    const std::map<std::string, const char*> metas = {{"animatizemotion", "AnimatizeMotion"},
                                                      {"animatizeanalyze", "AnimatizeScene"}};
    Rig rig(name);
    rig.caps(info);
    for (int i = 0; i < 12; ++i) {
        const bool enabled = i % 4 < 2;
        g_object_set(rig.element(name), "enabled", enabled, nullptr);
        BufferRef in = frame(info, moving(64, 48, i));
        stamp(in.get(), info, i);
        const BufferRef out = rig.push(std::move(in));
        if (metas.count(name))
            ck_assert_int_eq(countMetas(out.get(), metas.at(name)), enabled);
    }
}
GST_END_TEST

// A second one of the same kind replaces what the first has said, and nothing else.
GST_START_TEST(theSecondOfAKindReplacesItsOwn)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 160, 120);
    Rig rig(
        "animatizemotion name=first ! animatizeanalyze ! animatizemotion name=second "
        "zones=\"corner:0,0 0.02,0 0.02,0.02 0,0.02\" ! animatizeanalyze");
    rig.caps(info);
    bool everMoved = false;
    for (int i = 0; i < 60; ++i) {
        BufferRef in = frame(info, moving(160, 120, i < 35 ? 0 : (i - 35) / 3));
        stamp(in.get(), info, i);
        auto* foreign =
            gst_buffer_add_video_region_of_interest_meta(in.get(), "motion", 1, 1, 2, 2);
        foreign->id = 4711;
        const BufferRef out = rig.push(std::move(in));
        for (const char* name : {"AnimatizeMotion", "AnimatizeScene"})
            ck_assert_int_eq(countMetas(out.get(), name), 1);
        int rois = 0, foreigners = 0;
        gpointer state = nullptr;
        while (GstMeta* meta = gst_buffer_iterate_meta_filtered(
                   out.get(), &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)) {
            ++rois;
            foreigners += reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta)->id == 4711;
        }
        ck_assert_int_eq(foreigners, 1);
        const GValue* regions = gst_structure_get_value(metaOf(out, "AnimatizeMotion"), "regions");
        ck_assert_int_eq(rois - 1, static_cast<int>(gst_value_array_get_size(regions)));
        ck_assert_msg(gst_value_array_get_size(regions) == 0,
                      "the second one watches an empty corner");
    }
    for (const Message& message : rig.messages("animatize-motion")) {
        ASSERT_TEXT(message.source, "first");
        everMoved = true;
    }
    ck_assert_msg(everMoved, "the first one saw nothing to move");
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "identity",
        {CASES(memoryTimesAndPixelsStay, kLines), CASES(flagsStay, kLines),
         CASES(foreignMetasStay, kLines), CASES(aSharedBufferStaysAsItWasForTheOthers, kLines),
         CASES(switchedOffItIsAWire, kLines), CASES(canBeSwitchedOnAndOffWhileFramesFlow, 4),
         CASE(theSecondOfAKindReplacesItsOwn)});
}
