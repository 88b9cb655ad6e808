// Whose memory is drawn on, what travels along, and what is handed to a downstream that draws
// itself.
#include "gst/overlay/canvas.h"

#include "laid_over.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/sprite_codes.h"

using namespace animatize;
using namespace animatize::test;

namespace {

/// A canvas with nobody behind it.
struct Alone {
    GstPad* pad = gst_pad_new("src", GST_PAD_SRC);
    Canvas canvas{pad};
    GstVideoInfo info;

    explicit Alone(bool composition = false,
                   const GstVideoInfo& info = videoInfo(GST_VIDEO_FORMAT_I420, 64, 48))
        : info(info)
    {
        const CapsRef caps = capsOf(info);
        if (composition)
            gst_caps_features_add(gst_caps_get_features(caps.get(), 0),
                                  GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION);
        canvas.setVideo(caps.get(), info);
        canvas.negotiate();
    }
    ~Alone()
    {
        canvas.close();
        gst_object_unref(pad);
    }

    BufferRef frameOf() const { return frame(info, moving(64, 48, 1)); }
    void lay(BufferRef& buffer, const std::vector<Sprite>& sprites)
    {
        const Status status = canvas.lay(buffer, sprites);
        ck_assert_msg(static_cast<bool>(status), "%s", status.error().message.c_str());
    }
    void assertLaid(const BufferRef& out, const std::vector<Sprite>& sprites) const
    {
        ck_assert(bytesOf(out.get()) != bytesOf(frameOf().get()));
        const double worst = worstLaid(info, frameOf().get(), out.get(), sprites);
        ck_assert_msg(worst <= 1.0, "%g codes off", worst);
    }
};

std::vector<Sprite> some(unsigned seed = 1)
{
    std::minstd_rand random(seed);
    return {spriteOf(9, 5, {3, 7}, random), spriteOf(6, 6, {33, 20}, random)};
}

const GstMemory* memoryOf(const BufferRef& buffer)
{
    return gst_buffer_peek_memory(buffer.get(), 0);
}

std::vector<guint> numbersOn(const BufferRef& buffer)
{
    std::vector<guint> numbers;
    const auto* meta = gst_buffer_get_video_overlay_composition_meta(buffer.get());
    for (guint i = 0; i < gst_video_overlay_composition_n_rectangles(meta->overlay); ++i)
        numbers.push_back(gst_video_overlay_rectangle_get_seqnum(
            gst_video_overlay_composition_get_rectangle(meta->overlay, i)));
    return numbers;
}

}  // namespace

GST_START_TEST(whatIsNobodyElsesIsDrawnOnInPlace)
{
    Alone alone;
    BufferRef out = alone.frameOf();
    const GstBuffer* buffer = out.get();
    const GstMemory* memory = memoryOf(out);
    alone.lay(out, some());
    ck_assert(out.get() == buffer && memoryOf(out) == memory);
    alone.assertLaid(out, some());
    ck_assert_uint_eq(alone.canvas.blended(), 1);
    ck_assert_uint_eq(alone.canvas.copied(), 0);
}
GST_END_TEST

namespace {

void holdBuffer(GstBuffer* buffer, BufferRef& other)
{
    other.reset(gst_buffer_ref(buffer));
}

void holdMemory(GstBuffer* buffer, BufferRef& other)
{
    other.reset(gst_buffer_copy(buffer));
}

void holdPart(GstBuffer* buffer, BufferRef& other)
{
    other.reset(gst_buffer_copy_region(buffer, GST_BUFFER_COPY_MEMORY, 0, 100));
}

void forbid(GstBuffer* buffer, BufferRef&)
{
    GST_MINI_OBJECT_FLAG_SET(gst_buffer_peek_memory(buffer, 0), GST_MEMORY_FLAG_READONLY);
}

constexpr void (*kHolders[])(GstBuffer*, BufferRef&) = {holdBuffer, holdMemory, holdPart, forbid};

}  // namespace

// Behind a tee, or kept by somebody as a picture.
GST_START_TEST(whatOthersSeeIsCopied)
{
    for (const auto hold : kHolders) {
        Alone alone;
        BufferRef out = alone.frameOf(), other;
        const BufferRef was(gst_buffer_copy_deep(out.get()));
        hold(out.get(), other);
        const GstMemory* memory = memoryOf(out);
        const BufferRef kept(gst_buffer_ref(out.get()));
        alone.lay(out, some());
        ck_assert(memoryOf(out) != memory);
        alone.assertLaid(out, some());
        ck_assert(bytesOf(kept.get()) == bytesOf(was.get()));
        ck_assert_uint_eq(alone.canvas.copied(), 1);
    }
}
GST_END_TEST

GST_START_TEST(aCopyIsTheFrameInAllButItsMemory)
{
    Alone alone;
    BufferRef out = alone.frameOf();
    GST_BUFFER_PTS(out.get()) = 11;
    GST_BUFFER_DTS(out.get()) = 12;
    GST_BUFFER_DURATION(out.get()) = 13;
    GST_BUFFER_OFFSET(out.get()) = 14;
    GST_BUFFER_FLAG_SET(out.get(), GST_BUFFER_FLAG_DISCONT | GST_BUFFER_FLAG_GAP);
    gst_buffer_add_video_region_of_interest_meta(out.get(), "face", 1, 2, 3, 4);
    const BufferRef other(gst_buffer_ref(out.get()));
    alone.lay(out, some());
    ck_assert(out.get() != other.get());
    ck_assert_uint_eq(GST_BUFFER_PTS(out.get()), 11);
    ck_assert_uint_eq(GST_BUFFER_DTS(out.get()), 12);
    ck_assert_uint_eq(GST_BUFFER_DURATION(out.get()), 13);
    ck_assert_uint_eq(GST_BUFFER_OFFSET(out.get()), 14);
    ck_assert(GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_DISCONT));
    // There is something to be seen in it now.
    ck_assert(!GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_GAP));
    ck_assert(gst_buffer_get_meta(out.get(), GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE));
}
GST_END_TEST

// Each by itself, with long rows and with planes in memories of their own.
GST_START_TEST(framesMayLieAnyhow)
{
    Alone alone;
    const Paint paint = moving(64, 48, 1);
    for (const bool shared : {false, true}) {
        BufferRef padded = paddedFrame(alone.info, paint, 0x5a), other;
        if (shared)
            other.reset(gst_buffer_ref(padded.get()));
        alone.lay(padded, some());
        alone.assertLaid(padded, some());

        const BufferRef whole = frame(alone.info, paint);
        BufferRef planes(gst_buffer_new());
        const gsize half = 64 * 48;
        gst_buffer_append_memory(planes.get(), gst_allocator_alloc(nullptr, half, nullptr));
        gst_buffer_append_memory(planes.get(), gst_allocator_alloc(nullptr, half / 2, nullptr));
        const auto bytes = bytesOf(whole.get());
        gst_buffer_fill(planes.get(), 0, bytes.data(), bytes.size());
        if (shared)
            other.reset(gst_buffer_ref(planes.get()));
        alone.lay(planes, some());
        alone.assertLaid(planes, some());
    }
}
GST_END_TEST

// Nobody waits for a frame to come back.
GST_START_TEST(whenAllCopiesAreOutTheFrameGoesOnAsItIs)
{
    Alone alone(false, videoInfo(GST_VIDEO_FORMAT_GRAY8, 64, 48));
    const BufferRef given = alone.frameOf();
    std::vector<BufferRef> held;
    Status status = ok();
    while (status && held.size() < 1000) {
        held.emplace_back(gst_buffer_ref(given.get()));
        status = alone.canvas.lay(held.back(), some());
    }
    ck_assert(!status);
    ck_assert_uint_eq(held.size(), FramePool::kMostFrames + 1);
    ck_assert(held.back().get() == given.get());
    ck_assert(status.error().message.find("shorter queue") != std::string::npos);
    held.clear();
    BufferRef again(gst_buffer_ref(given.get()));
    alone.lay(again, some());
}
GST_END_TEST

GST_START_TEST(aFrameThatIsTooShortIsLeftAlone)
{
    Alone alone;
    for (const bool shared : {false, true}) {
        BufferRef out = alone.frameOf(), other;
        gst_buffer_set_size(out.get(), 500);
        if (shared)
            other.reset(gst_buffer_ref(out.get()));
        const auto before = bytesOf(out.get());
        const Status status = alone.canvas.lay(out, some());
        ck_assert(!status);
        ck_assert(status.error().message.find("smaller than its caps say") != std::string::npos);
        ck_assert(bytesOf(out.get()) == before);
    }
    ck_assert_uint_eq(alone.canvas.blended(), 0);
}
GST_END_TEST

GST_START_TEST(aCompositionTouchesNoPixel)
{
    Alone alone(true);
    BufferRef out = alone.frameOf();
    const GstMemory* memory = memoryOf(out);
    const auto sprites = some();
    alone.lay(out, sprites);
    ck_assert(memoryOf(out) == memory);
    ck_assert(bytesOf(out.get()) == bytesOf(alone.frameOf().get()));
    const auto found = rectanglesOn(out.get());
    ck_assert_uint_eq(found.size(), sprites.size());
    for (size_t i = 0; i < found.size(); ++i) {
        ck_assert(found[i].at == sprites[i].at);
        ck_assert(cv::norm(*found[i].pixels, *sprites[i].pixels, cv::NORM_INF) == 0.0);
    }
    ck_assert_uint_eq(alone.canvas.attached(), 1);
    ck_assert_uint_eq(alone.canvas.blended(), 0);
}
GST_END_TEST

// Whoever renders them uploads again only what is new.
GST_START_TEST(spritesThatStayAreTheSameRectangles)
{
    Alone alone(true);
    auto sprites = some();
    const auto next = [&] {
        BufferRef out = alone.frameOf();
        alone.lay(out, sprites);
        return out;
    };
    const BufferRef first = next(), second = next();
    const auto whole = [](const BufferRef& buffer) {
        return gst_buffer_get_video_overlay_composition_meta(buffer.get())->overlay;
    };
    ck_assert(whole(first) == whole(second));
    const auto numbers = numbersOn(second);
    sprites[1] = some(2)[1];
    sprites.push_back(some(3)[0]);
    const auto changed = numbersOn(next());
    ck_assert_uint_eq(changed.size(), 3);
    ck_assert(changed[0] == numbers[0] && changed[1] != numbers[1]);
    sprites[0].at.x += 2;
    ck_assert(numbersOn(next())[0] != numbers[0]);
}
GST_END_TEST

GST_START_TEST(pixelsLiveAsLongAsTheirRectangle)
{
    Alone alone(true);
    BufferRef out = alone.frameOf();
    std::weak_ptr<const cv::Mat> pixels;
    {
        const auto sprites = some();
        pixels = sprites[0].pixels;
        alone.lay(out, sprites);
    }
    alone.canvas.forget();
    ck_assert(!pixels.expired());
    ck_assert_uint_eq(rectanglesOn(out.get()).size(), 2);
    out.reset();
    ck_assert(pixels.expired());
}
GST_END_TEST

// What somebody laid there before, subtitles perhaps, stays and lies below.
GST_START_TEST(rectanglesThatCameAreKept)
{
    Alone alone(true), upstream(true);
    BufferRef out = alone.frameOf();
    upstream.lay(out, {some(7)[0]});
    const auto theirs = numbersOn(out);
    const BufferRef other(gst_buffer_copy(out.get()));
    alone.lay(out, some());
    const auto all = numbersOn(out);
    ck_assert_uint_eq(all.size(), 3);
    ck_assert_uint_eq(all[0], theirs[0]);
    ck_assert(numbersOn(other) == theirs);
    // Our own composition has not grown by it.
    BufferRef next = alone.frameOf();
    alone.lay(next, some());
    ck_assert_uint_eq(numbersOn(next).size(), 2);
}
GST_END_TEST

// A part of a larger picture, and what is none.
GST_START_TEST(oddSpritesAreTakenAsTheyAre)
{
    const auto large = std::make_shared<cv::Mat>(20, 20, CV_8UC4, cv::Scalar(9, 8, 7, 255));
    const auto part = std::make_shared<const cv::Mat>((*large)(cv::Rect(3, 4, 5, 6)));
    const auto grey = std::make_shared<const cv::Mat>(4, 4, CV_8UC1, cv::Scalar(1));
    const std::vector<Sprite> sprites = {{nullptr, {0, 0}}, {grey, {0, 0}}, {part, {10, 10}}};
    Alone attaches(true), blends;
    BufferRef out = attaches.frameOf();
    attaches.lay(out, sprites);
    const auto found = rectanglesOn(out.get());
    ck_assert_uint_eq(found.size(), 1);
    ck_assert(found[0].pixels->size() == cv::Size(5, 6));
    ck_assert_int_eq(found[0].pixels->at<cv::Vec4b>(5, 4)[0], 9);
    BufferRef blended = blends.frameOf();
    blends.lay(blended, sprites);
    blends.assertLaid(blended, {sprites[2]});
}
GST_END_TEST

// Unchanged sprites are converted once, also over a change of nothing.
GST_START_TEST(whatStaysIsNotConvertedAgain)
{
    Alone alone;
    const auto sprites = some();
    for (int i = 0; i < 10; ++i) {
        BufferRef out = alone.frameOf();
        alone.lay(out, sprites);
        ck_assert_uint_eq(alone.canvas.converted(), 2);
    }
    alone.canvas.setVideo(capsOf(alone.info).get(), alone.info);
    alone.canvas.negotiate();
    BufferRef out = alone.frameOf();
    alone.lay(out, sprites);
    ck_assert_uint_eq(alone.canvas.converted(), 2);
    alone.canvas.restart();
    ck_assert_uint_eq(alone.canvas.converted(), 0);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(
        argc, argv, "canvas",
        {CASE(whatIsNobodyElsesIsDrawnOnInPlace), CASE(whatOthersSeeIsCopied),
         CASE(aCopyIsTheFrameInAllButItsMemory), CASE(framesMayLieAnyhow),
         CASE(whenAllCopiesAreOutTheFrameGoesOnAsItIs), CASE(aFrameThatIsTooShortIsLeftAlone),
         CASE(aCompositionTouchesNoPixel), CASE(spritesThatStayAreTheSameRectangles),
         CASE(pixelsLiveAsLongAsTheirRectangle), CASE(rectanglesThatCameAreKept),
         CASE(oddSpritesAreTakenAsTheyAre), CASE(whatStaysIsNotConvertedAgain)});
}
