// What is behind the elements keeps their metas: queues, conversion, scaling, other rates, an
// encoder. The reduced picture that travels with the frame does not outlive a change of the pixels.
#include <cmath>
#include <map>

#include "support/gst_suite.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr const char* kMetas[] = {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"};

const std::string kSource =
    "videotestsrc pattern=ball num-buffers=40 ! "
    "video/x-raw,format=I420,width=160,height=120,framerate=25/1 ! ";
const std::string kChain =
    "animatizemotion ! animatizeanalyze detect-objects=false ! animatizeprompt ! animatizegen ";

int countPictures(GstBuffer* buffer)
{
    int count = 0;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta(buffer, &state))
        count += std::string(g_type_name(meta->info->type)) == "AnimatizePictureMeta";
    return count;
}

struct Seen {
    std::map<GstClockTime, std::string> metas;  // by pts
    int frames = 0, pictures = 0;
};

Seen watch(const std::string& behind)
{
    Pipeline pipeline(kSource + kChain + behind + "! appsink name=out sync=false max-buffers=4");
    pipeline.play();
    Seen seen;
    while (const BufferRef buffer = pipeline.pull("out")) {
        std::string text;
        for (const char* name : kMetas)
            if (const GstStructure* meta = metaOf(buffer, name)) {
                ck_assert_int_eq(countMetas(buffer.get(), name), 1);
                text += asText(meta) + "\n";
            }
        seen.metas[GST_BUFFER_PTS(buffer.get())] = text;
        ++seen.frames;
        seen.pictures += countPictures(buffer.get());
    }
    return seen;
}

Seen assertAllSurvive(const std::string& behind)
{
    static const Seen bare = watch("");
    ck_assert_int_eq(bare.frames, 40);
    ck_assert_msg(bare.metas.rbegin()->second.find("AnimatizePrompt") != std::string::npos,
                  "no prompt to lose");
    const Seen seen = watch(behind);
    ck_assert_int_eq(seen.frames, bare.frames);
    ck_assert_msg(seen.metas == bare.metas, "something got lost in %s", behind.c_str());
    return seen;
}

void assertAllSurvive(const std::string& behind, bool pixelsChange)
{
    const Seen seen = assertAllSurvive(behind);
    ck_assert_int_eq(seen.pictures, pixelsChange ? 0 : seen.frames);
}

}  // namespace

// Made once per frame, by whichever comes first.
GST_START_TEST(thereIsOneReducedPicturePerFrame)
{
    ck_assert_int_eq(watch("").pictures, 40);
}
GST_END_TEST

#ifdef HAVE_OVERLAY
// What is drawn on is another picture; on the first few frames there is nothing to draw yet.
GST_START_TEST(anOverlayKeepsAll)
{
    const Seen seen = assertAllSurvive("! animatizeoverlay ");
    ck_assert_int_lt(seen.pictures, 10);
}
GST_END_TEST
#endif

GST_START_TEST(aQueueKeepsAll)
{
    assertAllSurvive("! queue ", false);
}
GST_END_TEST

GST_START_TEST(aTeeKeepsAll)
{
    assertAllSurvive("! tee name=t ! queue ! fakesink async=false t. ! queue ", false);
}
GST_END_TEST

GST_START_TEST(conversionKeepsTheMetas)
{
    assertAllSurvive("! videoconvert ! video/x-raw,format=RGB ", true);
}
GST_END_TEST

GST_START_TEST(scalingKeepsTheMetas)
{
    assertAllSurvive("! videoscale ! video/x-raw,width=80,height=60 ", true);
}
GST_END_TEST

GST_START_TEST(anEncoderKeepsTheMetas)
{
    assertAllSurvive("! jpegenc ", true);
    assertAllSurvive("! videoconvert ! pngenc ", true);
}
GST_END_TEST

// Twice as many, or every fifth: each frame has the metas of the frame that it is a copy of.
GST_START_TEST(anotherRateKeepsTheMetas)
{
    const Seen bare = watch("");
    const Seen twice = watch("! videorate ! video/x-raw,framerate=50/1 ");
    ck_assert_int_ge(twice.frames, 78);
    for (const auto& [pts, text] : twice.metas) {
        bool known = false;
        for (const auto& [other, wanted] : bare.metas)
            known = known || text == wanted;
        ck_assert_msg(known && !text.empty(), "a frame without what its original said");
    }
    const Seen fifth = watch("! videorate ! video/x-raw,framerate=5/1 ");
    ck_assert_int_ge(fifth.frames, 7);
    for (const auto& [pts, text] : fifth.metas)
        ck_assert(!text.empty());
}
GST_END_TEST

namespace {

// The brightness that an analyze behind `before` sees in the last of a few frames.
double brightnessBehind(const std::string& before)
{
    Pipeline pipeline(
        "videotestsrc pattern=white num-buffers=5 ! video/x-raw,format=I420,width=160,height=120 "
        "! " +
        before + "animatizeanalyze detect-objects=false interval=0 ! appsink name=out sync=false");
    pipeline.play();
    double brightness = -1.0;
    while (const BufferRef buffer = pipeline.pull("out")) {
        brightness = doubleOf(metaOf(buffer, "AnimatizeScene"), "brightness");
        ck_assert_int_eq(countPictures(buffer.get()), 1);
    }
    return brightness;
}

}  // namespace

// Painted on in place, the same memory: the picture that was made before isn't used.
GST_START_TEST(paintingInPlaceIsNoticed)
{
    const double plain = brightnessBehind(""), shared = brightnessBehind("animatizemotion ! ");
    const double painted = brightnessBehind("videobalance brightness=-0.4 ! ");
    const double behind = brightnessBehind("animatizemotion ! videobalance brightness=-0.4 ! ");
    ck_assert_msg(std::abs(plain - 1.0) < 0.01 && std::abs(shared - 1.0) < 0.01,
                  "white reads as %f and %f", plain, shared);
    ck_assert_msg(painted < 0.75, "painted white reads as %f", painted);
    ck_assert_msg(std::abs(behind - painted) < 0.001, "%f, not %f", behind, painted);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "survival",
                  {CASE(thereIsOneReducedPicturePerFrame),
#ifdef HAVE_OVERLAY
                   CASE(anOverlayKeepsAll),
#endif
                   CASE(aQueueKeepsAll), CASE(aTeeKeepsAll), CASE(conversionKeepsTheMetas),
                   CASE(scalingKeepsTheMetas), CASE(anEncoderKeepsTheMetas),
                   CASE(anotherRateKeepsTheMetas), CASE(paintingInPlaceIsNoticed)});
}
