// What the overlay costs on a 1080p frame: figures, not a test.
//
// How many times as long as videoconvert takes from I420 to R G B, which runs in turns with it on
// the same core (medians): where nothing changed since the last frame, where regions and the prompt
// change with each, where somebody else sees the frame too (it is copied), where downstream draws,
// and without any layer (reading the metadata alone). Beside them GStreamer's own blender, with the
// same rectangles.
#include <algorithm>
#include <cstdio>
#include <functional>

#include "cpu_time.h"
#include "gst/elements/overlay_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int rounds = 60;

/// As a chain has it: six things move, a scene with its values, a prompt.
void attachMuch(GstBuffer* buffer, int index)
{
    OverlayStream::describe(buffer);
    GstStructure* motion =
        gst_custom_meta_get_structure(gst_buffer_get_custom_meta(buffer, "AnimatizeMotion"));
    GValue regions = G_VALUE_INIT;
    g_value_init(&regions, GST_TYPE_ARRAY);
    for (int i = 0; i < 6; ++i) {
        GValue region = G_VALUE_INIT;
        g_value_init(&region, GST_TYPE_STRUCTURE);
        g_value_take_boxed(
            &region,
            gst_structure_new("region", "id", G_TYPE_UINT64, guint64(i + 1), "x", G_TYPE_DOUBLE,
                              0.1 + 0.13 * i, "y", G_TYPE_DOUBLE, 0.3 + 0.002 * index, "width",
                              G_TYPE_DOUBLE, 0.1, "height", G_TYPE_DOUBLE, 0.2, "area",
                              G_TYPE_DOUBLE, 0.01, "vx", G_TYPE_DOUBLE, 0.05, "vy", G_TYPE_DOUBLE,
                              -0.02, "age", G_TYPE_UINT, 30, nullptr));
        gst_value_array_append_and_take_value(&regions, &region);
    }
    gst_structure_take_value(motion, "regions", &regions);
    gst_structure_set(motion, "intensity", G_TYPE_DOUBLE, 0.05, "camera-motion", G_TYPE_STRING,
                      "pan-left", "camera-pan", G_TYPE_DOUBLE, -0.1, "camera-tilt", G_TYPE_DOUBLE,
                      0.0, "camera-zoom", G_TYPE_DOUBLE, 0.0, "camera-roll", G_TYPE_DOUBLE, 0.0,
                      "camera-confidence", G_TYPE_DOUBLE, 0.8, "steadiness", G_TYPE_STRING,
                      "handheld", nullptr);
    GstStructure* scene =
        gst_custom_meta_get_structure(gst_buffer_get_custom_meta(buffer, "AnimatizeScene"));
    gst_structure_set(scene, "state", G_TYPE_STRING, "normal", "scene-type", G_TYPE_STRING,
                      "street", "scene-confidence", G_TYPE_DOUBLE, 0.7, "brightness", G_TYPE_DOUBLE,
                      0.4, "contrast", G_TYPE_DOUBLE, 0.5, "phash", G_TYPE_STRING,
                      "0123456789abcdef", nullptr);
    const std::string id = "1-" + std::to_string(index);
    GstStructure* prompt =
        gst_custom_meta_get_structure(gst_buffer_get_custom_meta(buffer, "AnimatizePrompt"));
    gst_structure_set(prompt, "prompt-id", G_TYPE_STRING, id.c_str(), "text", G_TYPE_STRING,
                      "A busy street at dusk; the camera pans left, people cross, leaves sway",
                      nullptr);
}

/// An element, a frame at a time.
class Worker {
  public:
    Worker(const std::string& launch, const GstVideoInfo& info, bool composition = false,
           bool changes = false, bool shared = false)
        : stream_(info, composition, launch),
          still_(frame(info, grey(0.5))),
          changes_(changes),
          shared_(shared)
    {}

    double once()
    {
        BufferRef buffer(gst_buffer_copy_deep(still_.get()));
        stamp(buffer.get(), stream_.info(), count_++);
        attachMuch(buffer.get(), changes_ ? count_ % 60 : 0);
        const BufferRef other(shared_ ? gst_buffer_ref(buffer.get())
                                      : gst_buffer_ref(still_.get()));
        const double took = milliseconds([&] { out_ = stream_.rig().push(std::move(buffer)); });
        stream_.rig().messages();
        return took;
    }

    OverlayStream& stream() { return stream_; }
    const BufferRef& out() const { return out_; }
    /// How much of the last frame rectangles lie on, each by itself.
    double coverage() const
    {
        double area = 0.0;
        const auto* meta = gst_buffer_get_video_overlay_composition_meta(out_.get());
        for (guint i = 0; i < rectanglesIn(out_); ++i) {
            guint width = 0, height = 0;
            gst_video_overlay_rectangle_get_render_rectangle(
                gst_video_overlay_composition_get_rectangle(meta->overlay, i), nullptr, nullptr,
                &width, &height);
            area += double(width) * height;
        }
        return area / (1920.0 * 1080.0);
    }

  private:
    OverlayStream stream_;
    const BufferRef still_;
    const bool changes_, shared_;
    BufferRef out_;
    int count_ = 0;
};

GstVideoInfo video(const char* format)
{
    return videoInfo(gst_video_format_from_string(format), 1920, 1080);
}

/// GStreamer's own blender, with the rectangles of the last frame.
double blendByGStreamer(Worker& attaching, const GstVideoInfo& info)
{
    attaching.once();
    const auto* meta = gst_buffer_get_video_overlay_composition_meta(attaching.out().get());
    const BufferRef into = frame(info, grey(0.5));
    GstVideoFrame mapped;
    ck_assert(gst_video_frame_map(&mapped, &info, into.get(), GST_MAP_READWRITE));
    const double took =
        milliseconds([&] { gst_video_overlay_composition_blend(meta->overlay, &mapped); });
    gst_video_frame_unmap(&mapped);
    return took;
}

void measure(Worker& convert, const char* format)
{
    const GstVideoInfo info = video(format);
    constexpr char kOverlay[] = "animatizeoverlay";
    Worker still(kOverlay, info), changing(kOverlay, info, false, true),
        copying(kOverlay, info, false, false, true), attaching(kOverlay, info, true),
        reading("animatizeoverlay layers=0", info), theirs(kOverlay, info, true);
    Worker* const workers[] = {&still, &changing, &copying, &attaching, &reading};
    Times converts, others, times[G_N_ELEMENTS(workers)];
    for (int i = 0; i < rounds; ++i) {
        converts.push_back(convert.once());
        for (size_t k = 0; k < G_N_ELEMENTS(workers); ++k)
            times[k].push_back(workers[k]->once());
        others.push_back(blendByGStreamer(theirs, info));
    }
    const double base = median(converts);
    std::printf(
        "%-5s unchanged %5.3f  changing %5.3f  copied %5.3f  attached %5.3f  no layer %5.3f"
        "   GStreamer's blend %6.3f   x videoconvert's %5.2f ms; %d sprites on %.1f %%\n",
        format, median(times[0]) / base, median(times[1]) / base, median(times[2]) / base,
        median(times[3]) / base, median(times[4]) / base, median(others) / base, base,
        static_cast<int>(still.stream().stat("sprites")), 100.0 * attaching.coverage());
}

}  // namespace

GST_START_TEST(figures)
{
    Worker convert("videoconvert ! capsfilter caps=video/x-raw,format=RGB", video("I420"));
    for (const char* format : {"I420", "NV12", "RGB", "YUY2", "BGRx"})
        measure(convert, format);
}
GST_END_TEST

// A case of a suite only because the rig's assertions want one.
int main(int argc, char** argv)
{
    g_setenv("CK_FORK", "no", TRUE);
    if (argc > 1)
        rounds = std::max(4, std::atoi(argv[1]));
    return runGst(argc, argv, "bench/overlay", {CASE(figures)});
}
