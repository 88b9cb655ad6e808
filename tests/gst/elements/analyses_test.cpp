// animatizeanalyze reads a frame that comes again from its cache, and any frame with any number of
// threads: what it says stays the same.
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kLoop = 12, kLoops = 3;

// A short loop, every frame analysed; what the metas say.
std::string play(Rig& rig)
{
    const GstVideoInfo info = videoInfo(GST_VIDEO_FORMAT_I420, 320, 180);
    std::string said;
    rig.caps(info);
    for (int i = 0; i < kLoop * kLoops; ++i) {
        BufferRef buffer = frame(info, moving(320, 180, i % kLoop));
        stamp(buffer.get(), info, i);
        said += asText(metaOf(rig.push(std::move(buffer)), "AnimatizeScene")) + "\n";
    }
    return said;
}

const char* const kAll = "animatizeanalyze interval=0 detect-objects=false ";

guint64 counted(Rig& rig, const char* field)
{
    GstStructure* stats = nullptr;
    g_object_get(rig.element("animatizeanalyze"), "stats", &stats, nullptr);
    const StructureRef owned(stats);
    return uint64Of(stats, field);
}

}  // namespace

GST_START_TEST(aLoopIsReadOnce)
{
    Rig cached(kAll), plain(std::string(kAll) + "cache-entries=0");
    const std::string said = play(cached), wanted = play(plain);
    ck_assert_str_eq(said.c_str(), wanted.c_str());
    ck_assert_uint_ge(counted(cached, "cache-hits"), kLoop * (kLoops - 1) - 4);
    ck_assert_uint_le(counted(cached, "cache-misses"), kLoop + 4);
    ck_assert_uint_eq(counted(cached, "cache-entries"), counted(cached, "cache-misses"));
    ck_assert_uint_gt(counted(cached, "cache-bytes"), 1000);
    ck_assert_uint_eq(counted(plain, "cache-hits"), 0);
    ck_assert_uint_eq(counted(plain, "cache-bytes"), 0);
}
GST_END_TEST

GST_START_TEST(threadsChangeNothing)
{
    Rig one(std::string(kAll) + "threads=1"), four(std::string(kAll) + "threads=4 cache-entries=0");
    const std::string said = play(four), wanted = play(one);
    ck_assert_str_eq(said.c_str(), wanted.c_str());
}
GST_END_TEST

GST_START_TEST(anOldAnalysisIsMadeAnew)
{
    // A frame comes again after twelve frames, 480 ms.
    Rig rig(std::string(kAll) + "cache-ttl=400000000");
    play(rig);
    ck_assert_uint_eq(counted(rig, "cache-hits"), 0);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "analyses",
        {CASE(aLoopIsReadOnce), CASE(threadsChangeNothing), CASE(anOldAnalysisIsMadeAnew)});
}
