#include "gst/base/picture_meta.h"

#include <memory>
#include <new>

#include <gst/video/video.h>

#include "metrics/stage_timer.h"

namespace animatize {
namespace {

// GStreamer allocates and frees it, as plain memory: what isn't plain is made and ended by hand.
struct PictureMeta {
    GstMeta meta;
    uint32_t analysisWidth;
    alignas(SharedPictureRef) unsigned char held[sizeof(SharedPictureRef)];

    SharedPictureRef& picture() { return *std::launder(reinterpret_cast<SharedPictureRef*>(held)); }
};

gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    new (reinterpret_cast<PictureMeta*>(meta)->held) SharedPictureRef;
    return TRUE;
}

void freeMeta(GstMeta* meta, GstBuffer*)
{
    std::destroy_at(&reinterpret_cast<PictureMeta*>(meta)->picture());
}

GType metaApi()
{
    // These tags make every element drop it that changes size, place or colour of the pixels.
    static const char* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                                 GST_META_TAG_VIDEO_SIZE_STR, GST_META_TAG_VIDEO_COLORSPACE_STR,
                                 nullptr};
    // A process may have this code twice, as tests of parts beside the plugin do.
    static const char* name = "AnimatizePictureMetaAPI";
    static const GType known = g_type_from_name(name);
    static const GType type = known ? known : gst_meta_api_type_register(name, tags);
    return type;
}

const GstMetaInfo* metaInfo();

void attach(GstBuffer* buffer, SharedPictureRef picture, uint32_t analysisWidth)
{
    auto* meta = reinterpret_cast<PictureMeta*>(gst_buffer_add_meta(buffer, metaInfo(), nullptr));
    meta->picture() = std::move(picture);
    meta->analysisWidth = analysisWidth;
}

gboolean transformMeta(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark type, gpointer data)
{
    const bool whole =
        GST_META_TRANSFORM_IS_COPY(type) && !static_cast<GstMetaTransformCopy*>(data)->region;
    if (!whole)
        return FALSE;
    auto* from = reinterpret_cast<PictureMeta*>(meta);
    attach(into, from->picture(), from->analysisWidth);
    return TRUE;
}

const GstMetaInfo* metaInfo()
{
    static const GstMetaInfo* info = gst_meta_register(
        metaApi(), "AnimatizePictureMeta", sizeof(PictureMeta), initMeta, freeMeta, transformMeta);
    return info;
}

const GstMemory* memoryOf(GstBuffer* buffer)
{
    return gst_buffer_n_memory(buffer) ? gst_buffer_peek_memory(buffer, 0) : nullptr;
}

bool stillTrue(const SharedPicture& shared, GstBuffer* buffer, const ImageView& view)
{
    return shared.memory == memoryOf(buffer) && shared.picture.frameWidth == view.frameWidth &&
           shared.picture.frameHeight == view.frameHeight &&
           shared.fingerprint == fingerprint(view);
}

// The picture on the buffer, or null; one that is no longer true is taken off.
SharedPictureRef find(GstBuffer* buffer, const ImageView& view, uint32_t analysisWidth)
{
    auto* meta = reinterpret_cast<PictureMeta*>(gst_buffer_get_meta(buffer, metaApi()));
    if (!meta)
        return nullptr;
    const bool fits = analysisWidth == 0 || analysisWidth == meta->analysisWidth;
    if (fits && stillTrue(*meta->picture(), buffer, view))
        return meta->picture();
    gst_buffer_remove_meta(buffer, reinterpret_cast<GstMeta*>(meta));
    return nullptr;
}

}  // namespace

void forgetPicture(GstBuffer* buffer)
{
    if (GstMeta* meta = gst_buffer_get_meta(buffer, metaApi()))
        gst_buffer_remove_meta(buffer, meta);
}

void registerPictureMeta()
{
    metaInfo();
}

SharedPictureRef PictureSource::picture(GstBuffer* buffer, const ImageView& view,
                                        uint32_t analysisWidth)
{
    if (SharedPictureRef found = find(buffer, view, analysisWidth)) {
        cutTest_.reset();  // what it knows grows old meanwhile
        return found;
    }
    const StageTimer timer(*took_);
    const uint32_t width = analysisWidth ? analysisWidth : kUsualWidth;
    std::shared_ptr<SharedPicture> made = blank();
    reduce(view, static_cast<int>(width), made->picture);
    made->cut = cutTest_.next(made->picture);
    made->fingerprint = fingerprint(view);
    made->memory = memoryOf(buffer);
    attach(buffer, made, width);
    return made;
}

void PictureSource::measure(MetricScopeRef scope)
{
    took_ = &scope->histogram(Metric::StageDuration, {"reduce"});
    scope_ = std::move(scope);
}

void PictureSource::reset()
{
    cutTest_.reset();
}

// A picture that nobody else holds any more is used again, so that the steady state makes no new
// ones. Pictures still on buffers somewhere (queues) stay as they are.
std::shared_ptr<SharedPicture> PictureSource::blank()
{
    constexpr size_t kMostKept = 8;
    for (const auto& picture : made_)
        if (picture.use_count() == 1)
            return picture;  // counting it up waits for those who let go: they have read it
    auto fresh = std::make_shared<SharedPicture>();
    if (made_.size() < kMostKept)
        made_.push_back(fresh);
    else
        made_[oldest_++ % kMostKept] = fresh;
    return fresh;
}

}  // namespace animatize
