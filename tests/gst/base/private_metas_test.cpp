// Times and zones on their way: kept once, shared, bounded, and dropped with what they belong to.
#include <gst/video/video.h>

#include "gst/base/times_meta.h"
#include "gst/base/zones_meta.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Buffer {
    Buffer() : buffer(gst_buffer_new_allocate(nullptr, 64, nullptr)) {}
    explicit Buffer(GstBuffer* other) : buffer(other) {}
    ~Buffer() { gst_buffer_unref(buffer); }
    GstBuffer* buffer;
};

int count(GstBuffer* buffer)
{
    int found = 0;
    gpointer state = nullptr;
    while (gst_buffer_iterate_meta(buffer, &state))
        ++found;
    return found;
}

std::string timesOf(GstBuffer* buffer)
{
    std::vector<StageTime> times(3);  // what was in there is gone
    readStageTimes(buffer, times);
    std::string text;
    for (const StageTime& time : times)
        text += time.stage + "=" + std::to_string(time.took) + " ";
    return text;
}

ZonesRef zones(const char* name)
{
    return std::make_shared<const std::vector<ZoneOutline>>(
        std::vector<ZoneOutline>{{name, {{0, 0}, {1, 0}, {1, 1}}, false, true}});
}

bool hasTag(GstBuffer* buffer, const char* tag)
{
    gpointer state = nullptr;
    return gst_meta_api_type_has_tag(gst_buffer_iterate_meta(buffer, &state)->info->api,
                                     g_quark_from_string(tag));
}

}  // namespace

START_TEST(stagesStandInTheirOrderOnce)
{
    const Buffer a;
    ck_assert(timesOf(a.buffer) == "");
    addStageTime(a.buffer, "motion", 5);
    addStageTime(a.buffer, "analyze", 7);
    addStageTime(a.buffer, "motion", 9);
    ck_assert(timesOf(a.buffer) == "motion=9 analyze=7 ");
    ck_assert_int_eq(count(a.buffer), 1);
}
END_TEST

START_TEST(thereAreOnlySoManyStages)
{
    static const char* names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    const Buffer a;
    for (const char* name : names)
        addStageTime(a.buffer, name, 1);
    addStageTime(a.buffer, "h", 2);
    ck_assert(timesOf(a.buffer) == "a=1 b=1 c=1 d=1 e=1 f=1 g=1 h=2 ");
}
END_TEST

// They are the frame's, whatever becomes of its pixels; each copy goes on by itself.
START_TEST(timesGoWhereverTheFrameGoes)
{
    const Buffer a;
    addStageTime(a.buffer, "motion", 5);
    const Buffer whole(gst_buffer_copy(a.buffer));
    const Buffer part(gst_buffer_copy_region(a.buffer, GST_BUFFER_COPY_ALL, 8, 16));
    addStageTime(whole.buffer, "analyze", 7);
    ck_assert(timesOf(whole.buffer) == "motion=5 analyze=7 ");
    ck_assert(timesOf(part.buffer) == "motion=5 ");
    ck_assert(timesOf(a.buffer) == "motion=5 ");
    for (const char* tag : {GST_META_TAG_VIDEO_SIZE_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                            GST_META_TAG_VIDEO_COLORSPACE_STR})
        ck_assert(!hasTag(a.buffer, tag));
}
END_TEST

START_TEST(zonesAreSharedAndReplaced)
{
    const Buffer a;
    ck_assert(!zonesOn(a.buffer));
    const ZonesRef first = zones("first"), second = zones("second");
    attachZones(a.buffer, first);
    ck_assert(zonesOn(a.buffer) == first);
    attachZones(a.buffer, second);
    ck_assert(zonesOn(a.buffer) == second);
    ck_assert_int_eq(count(a.buffer), 1);
    ck_assert_int_eq(first.use_count(), 1);
    attachZones(a.buffer, std::make_shared<const std::vector<ZoneOutline>>());
    ck_assert_int_eq(count(a.buffer), 0);
    attachZones(a.buffer, second);
    attachZones(a.buffer, nullptr);
    ck_assert_int_eq(count(a.buffer), 0);
}
END_TEST

START_TEST(zonesStayWithThePixels)
{
    const ZonesRef some = zones("door");
    {
        const Buffer a;
        attachZones(a.buffer, some);
        const Buffer whole(gst_buffer_copy(a.buffer));
        const Buffer part(gst_buffer_copy_region(a.buffer, GST_BUFFER_COPY_ALL, 8, 16));
        ck_assert(zonesOn(whole.buffer) == some);
        ck_assert(!zonesOn(part.buffer));
        for (const char* tag : {GST_META_TAG_VIDEO_SIZE_STR, GST_META_TAG_VIDEO_ORIENTATION_STR})
            ck_assert(hasTag(a.buffer, tag));
    }
    ck_assert_int_eq(some.use_count(), 1);
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    registerTimesMeta();
    registerZonesMeta();
    return run("private-metas",
               {stagesStandInTheirOrderOnce, thereAreOnlySoManyStages, timesGoWhereverTheFrameGoes,
                zonesAreSharedAndReplaced, zonesStayWithThePixels});
}
