// animatizeoverlay between others: where it draws, where it lets draw, and what it leaves alone.
#include <thread>

#include "overlay_stream.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

GstVideoInfo video(GstVideoFormat format = GST_VIDEO_FORMAT_I420)
{
    return videoInfo(format, 640, 480);
}

void late(OverlayStream& stream, GstClockTime timestamp, GstClockTimeDiff by)
{
    ck_assert(gst_harness_push_upstream_event(
        stream.rig().harness(), gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 1.5, by, timestamp)));
}

GstVideoOverlayComposition* compositionOn(const BufferRef& buffer)
{
    const auto* meta = gst_buffer_get_video_overlay_composition_meta(buffer.get());
    return meta ? meta->overlay : nullptr;
}

/// A subtitle of one pixel.
void attachSubtitle(GstBuffer* buffer)
{
    GstBuffer* pixel = gst_buffer_new_allocate(nullptr, 4, nullptr);
    gst_buffer_memset(pixel, 0, 0xff, 4);
    gst_buffer_add_video_meta(pixel, GST_VIDEO_FRAME_FLAG_NONE,
                              GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 1, 1);
    GstVideoOverlayRectangle* rectangle = gst_video_overlay_rectangle_new_raw(
        pixel, 9, 9, 1, 1, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA);
    GstVideoOverlayComposition* composition = gst_video_overlay_composition_new(rectangle);
    gst_buffer_add_video_overlay_composition_meta(buffer, composition);
    gst_video_overlay_composition_unref(composition);
    gst_video_overlay_rectangle_unref(rectangle);
    gst_buffer_unref(pixel);
}

}  // namespace

GST_START_TEST(pixelsAreDrawnOnWhereNobodyElseWill)
{
    OverlayStream stream(video());
    const BufferRef out = stream.next();
    ck_assert(stream.isDrawnOn(out));
    ck_assert(!compositionOn(out));
    ck_assert(!stream.hasFeature());
    ck_assert_uint_eq(stream.stat("drawn"), 1);
    ck_assert_uint_eq(stream.stat("blended"), 1);
    ck_assert_uint_eq(stream.stat("attached"), 0);
    ck_assert_uint_gt(stream.stat("sprites"), 0);
}
GST_END_TEST

GST_START_TEST(pixelsAreUntouchedWhereDownstreamDraws)
{
    OverlayStream stream(video(), true);
    for (int i = 0; i < 3; ++i) {
        const BufferRef out = stream.next();
        ck_assert(!stream.isDrawnOn(out));
        ck_assert_uint_gt(rectanglesIn(out), 0);
    }
    ck_assert(stream.hasFeature());
    ck_assert_uint_eq(stream.stat("drawn"), 3);
    ck_assert_uint_eq(stream.stat("attached"), 3);
    ck_assert_uint_eq(stream.stat("blended"), 0);
}
GST_END_TEST

// Who names the meta but doesn't accept the caps with its feature would ignore it.
GST_START_TEST(bothAnswersAreNeeded)
{
    OverlayStream stream(video(), true, "animatizeoverlay ! capsfilter caps=video/x-raw");
    const BufferRef out = stream.next();
    ck_assert(stream.isDrawnOn(out) && !compositionOn(out) && !stream.hasFeature());
}
GST_END_TEST

// Upstream was promised that overlays are drawn behind us; its own stay, and lie below.
GST_START_TEST(whatCameIsKept)
{
    OverlayStream stream(video(), false, "animatizeoverlay layers=regions");
    CapsRef caps = capsOf(stream.info());
    gst_caps_features_add(gst_caps_get_features(caps.get(), 0),
                          GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION);
    gst_harness_set_src_caps(stream.rig().harness(), caps.release());
    const guint ours = rectanglesIn(stream.next());
    const BufferRef out = stream.next([](GstBuffer* buffer) {
        OverlayStream::describe(buffer);
        attachSubtitle(buffer);
    });
    ck_assert(!stream.isDrawnOn(out));
    ck_assert_uint_eq(rectanglesIn(out), ours + 1);
    gint x = 0;
    gst_video_overlay_rectangle_get_render_rectangle(
        gst_video_overlay_composition_get_rectangle(compositionOn(out), 0), &x, nullptr, nullptr,
        nullptr);
    ck_assert_int_eq(x, 9);
}
GST_END_TEST

// Where we draw ourselves a composition of somebody else goes on as it is.
GST_START_TEST(aCompositionPassesByWhatIsDrawn)
{
    OverlayStream stream(video());
    const BufferRef out = stream.next([](GstBuffer* buffer) {
        OverlayStream::describe(buffer);
        attachSubtitle(buffer);
    });
    ck_assert(stream.isDrawnOn(out));
    ck_assert_uint_eq(rectanglesIn(out), 1);
}
GST_END_TEST

// Another sink while the stream runs.
GST_START_TEST(anotherDownstreamIsAskedAgain)
{
    OverlayStream stream(video());
    ck_assert(stream.isDrawnOn(stream.next()));
    stream.takeCompositions();
    ck_assert(stream.isDrawnOn(stream.next()));
    ck_assert(gst_harness_push_upstream_event(stream.rig().harness(), gst_event_new_reconfigure()));
    const BufferRef out = stream.next();
    ck_assert(!stream.isDrawnOn(out));
    ck_assert_uint_gt(rectanglesIn(out), 0);
    ck_assert(stream.hasFeature());
    ck_assert(gst_harness_push_upstream_event(stream.rig().harness(), gst_event_new_reconfigure()));
    ck_assert_uint_gt(rectanglesIn(stream.next()), 0);
    ck_assert(stream.hasFeature());
}
GST_END_TEST

GST_START_TEST(switchedOffItIsAWire)
{
    for (const bool composition : {false, true}) {
        OverlayStream stream(video(), composition, "animatizeoverlay enabled=false");
        for (int i = 0; i < 3; ++i) {
            BufferRef in = stream.given(i);
            OverlayStream::describe(in.get());
            const BufferRef kept(gst_buffer_ref(in.get()));
            const BufferRef out = stream.rig().push(std::move(in));
            ck_assert(out.get() == kept.get());
            ck_assert(bytesOf(out.get()) == bytesOf(stream.given(i).get()));
            ck_assert(!compositionOn(out));
        }
        ck_assert(!stream.hasFeature());
        // On again it goes the way that it would have gone, and off again it is a wire.
        g_object_set(stream.element(), "enabled", TRUE, nullptr);
        const BufferRef out = stream.next();
        ck_assert(stream.isDrawnOn(out) != composition);
        ck_assert((rectanglesIn(out) > 0) == composition);
        g_object_set(stream.element(), "enabled", FALSE, nullptr);
        const BufferRef off = stream.next();
        ck_assert(!stream.isDrawnOn(off) && !compositionOn(off));
    }
}
GST_END_TEST

// Without metadata, and without a layer, there is nothing to be drawn.
GST_START_TEST(nothingIsDrawnOfNothing)
{
    for (const bool composition : {false, true}) {
        OverlayStream stream(video(), composition, "animatizeoverlay layers=0");
        for (int i = 0; i < 3; ++i) {
            const BufferRef out = stream.next();
            ck_assert(!stream.isDrawnOn(out) && !compositionOn(out));
        }
        stream.setLayers("regions");
        ck_assert(stream.isDrawnOn(stream.next()) != composition);
        stream.setLayers("regions+objects+camera+composition");
        const BufferRef out = stream.next(nullptr);
        ck_assert(!stream.isDrawnOn(out) && !compositionOn(out));
        ck_assert_uint_eq(stream.stat("drawn"), 1);
    }
}
GST_END_TEST

GST_START_TEST(layersAreChosenWhileItPlays)
{
    OverlayStream stream(video(), true, "animatizeoverlay layers=regions+prompt");
    guint layers = 0;
    g_object_get(stream.element(), "layers", &layers, nullptr);
    ck_assert_uint_eq(layers, 1 << 0 | 1 << 6);
    const guint both = rectanglesIn(stream.next());
    stream.setLayers("regions");
    const guint regions = rectanglesIn(stream.next());
    stream.setLayers("prompt");
    const guint prompt = rectanglesIn(stream.next());
    ck_assert(regions > 0 && prompt > 0);
    ck_assert(both > regions && both > prompt);
    stream.setLayers("0");
    ck_assert_uint_eq(rectanglesIn(stream.next()), 0);
}
GST_END_TEST

// As behind a tee, and with somebody who keeps the memory only.
GST_START_TEST(whatOthersSeeIsNeverWritten)
{
    OverlayStream stream(video());
    for (int i = 0; i < 20; ++i) {
        BufferRef other;
        const BufferRef out = stream.next([&](GstBuffer* buffer) {
            OverlayStream::describe(buffer);
            other.reset(i % 2 ? gst_buffer_ref(buffer) : gst_buffer_copy(buffer));
        });
        ck_assert(bytesOf(other.get()) == bytesOf(stream.given(i).get()));
        ck_assert(stream.isDrawnOn(out));
        ck_assert(!compositionOn(other));
        ck_assert_uint_eq(GST_BUFFER_PTS(out.get()), GST_BUFFER_PTS(other.get()));
        for (const char* name : {"AnimatizeMotion", "AnimatizeScene", "AnimatizePrompt"})
            ck_assert_int_eq(countMetas(out.get(), name), 1);
    }
    ck_assert_uint_eq(stream.stat("copied"), 20);
    ck_assert_uint_eq(stream.stat("missed"), 0);
}
GST_END_TEST

GST_START_TEST(behindATeeBothBranchesAreRight)
{
    Pipeline pipeline(
        "videotestsrc num-buffers=30 pattern=ball ! video/x-raw,format=NV12,width=160,height=90 ! "
        "animatizemotion ! animatizeanalyze detect-objects=false ! tee name=t "
        "t. ! queue ! animatizeoverlay name=o ! appsink name=drawn sync=false "
        "t. ! queue ! appsink name=plain sync=false");
    pipeline.play();
    int drawn = 0;
    for (int i = 0; i < 30; ++i) {
        const BufferRef one = pipeline.pull("drawn"), other = pipeline.pull("plain");
        ck_assert(one && other);
        ck_assert_uint_eq(GST_BUFFER_PTS(one.get()), GST_BUFFER_PTS(other.get()));
        drawn += bytesOf(one.get()) != bytesOf(other.get());
    }
    ck_assert_int_ge(drawn, 15);  // at this size only what moves
    pipeline.finish();
}
GST_END_TEST

// Whatever the sink holds, each frame goes on; without the overlay when there is no memory left.
GST_START_TEST(noFrameIsLostForIt)
{
    OverlayStream stream(videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48));
    std::vector<BufferRef> held, others;
    for (int i = 0; i < 140; ++i) {
        held.push_back(stream.next([&](GstBuffer* buffer) {
            OverlayStream::describe(buffer);
            others.emplace_back(gst_buffer_ref(buffer));
        }));
        ck_assert_uint_eq(GST_BUFFER_PTS(held.back().get()),
                          static_cast<guint64>(i) * 40 * GST_MSECOND);
        ck_assert(stream.isDrawnOn(held.back()) == (i < 128));
    }
    ck_assert_uint_eq(stream.stat("missed"), 12);
    ck_assert_uint_eq(stream.stat("drawn"), 128);
    ck_assert_uint_eq(stream.rig().warnings().size(), 1);
    held.clear();
    ck_assert(stream.isDrawnOn(stream.next()));
}
GST_END_TEST

// Half a frame is passed on, said, and not drawn on.
GST_START_TEST(aFrameThatIsTooShortGoesOn)
{
    OverlayStream stream(video());
    const BufferRef out = stream.next([](GstBuffer* buffer) {
        OverlayStream::describe(buffer);
        gst_buffer_set_size(buffer, 1000);
    });
    ck_assert_uint_eq(gst_buffer_get_size(out.get()), 1000);
    ck_assert_uint_eq(stream.rig().warnings().size(), 1);
    ck_assert(stream.isDrawnOn(stream.next()));
}
GST_END_TEST

// The last drawing stays on frames that nobody has time for.
GST_START_TEST(lateFramesDontFlicker)
{
    OverlayStream attached(video(), true), blended(video());
    BufferRef last = attached.next();
    blended.next();
    for (OverlayStream* stream : {&attached, &blended})
        late(*stream, 0, 10 * GST_SECOND);
    for (int i = 0; i < 5; ++i) {
        const BufferRef out = attached.next(nullptr);
        ck_assert(compositionOn(out) && compositionOn(out) == compositionOn(last));
        ck_assert(blended.isDrawnOn(blended.next(nullptr)));
    }
    ck_assert_uint_eq(attached.stat("skipped"), 5);
    ck_assert_uint_eq(blended.stat("drawn"), 6);
    // A flush forgets what was drawn.
    attached.rig().flush();
    ck_assert(!compositionOn(attached.next(nullptr)));
}
GST_END_TEST

// Half a second is 12 frames; what is older would tell lies, and looking costs next to nothing.
GST_START_TEST(whatIsOldIsNotDrawnOnLateFrames)
{
    OverlayStream stream(video());
    stream.next();
    late(stream, 0, 10 * GST_SECOND);
    for (int i = 0; i < 12; ++i)
        ck_assert(stream.isDrawnOn(stream.next(nullptr)));
    for (int i = 0; i < 5; ++i)
        ck_assert(!stream.isDrawnOn(stream.next(nullptr)));
    int drawn = 0;
    for (int i = 0; i < 13; ++i)
        drawn += stream.isDrawnOn(stream.next());
    ck_assert_int_gt(drawn, 0);  // late as well
}
GST_END_TEST

// Both fields of a frame that come one by one are drawn on.
GST_START_TEST(bothFieldsAreDrawnOn)
{
    GstVideoInfo info;
    gst_video_info_set_interlaced_format(&info, GST_VIDEO_FORMAT_I420,
                                         GST_VIDEO_INTERLACE_MODE_ALTERNATE, 320, 180);
    GST_VIDEO_INFO_FPS_N(&info) = 25;
    OverlayStream stream(info);
    for (int i = 0; i < 4; ++i) {
        stream.setFlags(i % 2 ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD
                              : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
        ck_assert(stream.isDrawnOn(stream.next(i % 2 ? nullptr : OverlayStream::describe)));
    }
    ck_assert_uint_eq(stream.stat("drawn"), 4);
}
GST_END_TEST

// What stays the same is made once.
GST_START_TEST(unchangedFramesCostNoNewSprites)
{
    OverlayStream stream(video(), false, "animatizeoverlay layers=regions+prompt");
    for (int i = 0; i < 30; ++i)  // whatever fades
        stream.next();
    const guint64 before = stream.stat("converted");
    for (int i = 0; i < 20; ++i)
        stream.next();
    ck_assert_uint_gt(before, 0);
    ck_assert_uint_eq(stream.stat("converted"), before);
    ck_assert_uint_eq(stream.stat("drawn"), 50);
}
GST_END_TEST

// What it shows of the elements in front comes to it beside the contract.
GST_START_TEST(timesAndZonesAreDrawn)
{
    const auto drawnBehind = [](const std::string& front, const char* layers) {
        OverlayStream stream(video(), true, front + " ! animatizeoverlay layers=" + layers);
        for (int i = 0; i < 20; ++i)
            stream.next(nullptr);
        return rectanglesIn(stream.next(nullptr)) > 0;
    };
    ck_assert(drawnBehind("animatizemotion", "timing"));
    ck_assert(!drawnBehind("identity", "timing"));
    ck_assert(!drawnBehind("animatizemotion enabled=false", "timing"));
    ck_assert(drawnBehind("animatizemotion zones=\"door:0.1,0.1 0.6,0.1 0.6,0.8\"", "zones"));
    ck_assert(!drawnBehind("animatizemotion", "zones"));
}
GST_END_TEST

GST_START_TEST(anySizeAndNoTimesAreFine)
{
    for (const int size : {1, 2, 7})
        for (const bool composition : {false, true}) {
            OverlayStream stream(videoInfo(GST_VIDEO_FORMAT_YUY2, size, size, 0), composition);
            stream.setStamps(false);
            for (int i = 0; i < 3; ++i) {
                const BufferRef out = stream.next();
                ck_assert(!GST_BUFFER_PTS_IS_VALID(out.get()));
            }
            ck_assert(stream.rig().warnings().empty() && stream.rig().errors().empty());
        }
}
GST_END_TEST

GST_START_TEST(otherCapsFlushesAndTheEnd)
{
    OverlayStream stream(video(), true);
    ck_assert_uint_gt(rectanglesIn(stream.next()), 0);
    stream.setCaps(videoInfo(GST_VIDEO_FORMAT_BGRx, 640, 360));
    ck_assert_uint_gt(rectanglesIn(stream.next()), 0);
    ck_assert(stream.hasFeature());
    stream.setCaps(video(GST_VIDEO_FORMAT_NV12));
    stream.rig().flush();
    ck_assert_uint_gt(rectanglesIn(stream.next()), 0);
    stream.rig().messages();
    stream.rig().endOfStream();
    const auto messages = stream.rig().messages("animatize-summary");
    ck_assert_uint_eq(messages.size(), 1);
    const GstStructure* summary = messages[0].structure.get();
    ck_assert_uint_eq(uint64Of(summary, "frames"), 3);
    ck_assert_uint_eq(uint64Of(summary, "drawn"), 3);
    ck_assert_uint_eq(uint64Of(summary, "attached"), 3);
}
GST_END_TEST

GST_START_TEST(resetForgetsWhatWasSaid)
{
    OverlayStream stream(video());
    ck_assert(stream.isDrawnOn(stream.next()));
    g_signal_emit_by_name(stream.element(), "reset");
    ck_assert(stream.isDrawnOn(stream.next()));
    late(stream, 0, 10 * GST_SECOND);
    g_signal_emit_by_name(stream.element(), "reset");
    ck_assert(!stream.isDrawnOn(stream.next()));
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "overlay",
                  {CASE(pixelsAreDrawnOnWhereNobodyElseWill),
                   CASE(pixelsAreUntouchedWhereDownstreamDraws),
                   CASE(bothAnswersAreNeeded),
                   CASE(whatCameIsKept),
                   CASE(aCompositionPassesByWhatIsDrawn),
                   CASE(anotherDownstreamIsAskedAgain),
                   CASE(switchedOffItIsAWire),
                   CASE(nothingIsDrawnOfNothing),
                   CASE(layersAreChosenWhileItPlays),
                   CASE(whatOthersSeeIsNeverWritten),
                   CASE(behindATeeBothBranchesAreRight),
                   CASE(noFrameIsLostForIt),
                   CASE(aFrameThatIsTooShortGoesOn),
                   CASE(lateFramesDontFlicker),
                   CASE(whatIsOldIsNotDrawnOnLateFrames),
                   CASE(bothFieldsAreDrawnOn),
                   CASE(unchangedFramesCostNoNewSprites),
                   CASE(timesAndZonesAreDrawn),
                   CASE(anySizeAndNoTimesAreFine),
                   CASE(otherCapsFlushesAndTheEnd),
                   CASE(resetForgetsWhatWasSaid)});
}
