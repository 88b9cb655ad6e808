// ValueMeta<T>: a private meta that carries one C++ value, such as a shared pointer, with a frame.
//
//   static const ValueMeta<ZonesRef> meta("AnimatizeZones");
//   meta.put(buffer, zones);      // the buffer is writable; replaces what is there
//   if (const ZonesRef* zones = meta.find(buffer)) ...
//
// It goes along with whole copies, and goes away with everything that moves pixels to another
// place.
#pragma once

#include <memory>
#include <new>
#include <string>

#include <gst/video/video.h>

namespace animatize {

/// One kind of meta: made once, at any time, and never ended. T can be copied and made of nothing.
template <typename T>
class ValueMeta {
  public:
    /// `name`: of GStreamer's types, without "Meta".
    explicit ValueMeta(const std::string& name)
    {
        // Another colour is still at its place: all else that changes the picture drops it.
        static const char* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
                                     GST_META_TAG_VIDEO_SIZE_STR, nullptr};
        api_ = gst_meta_api_type_register((name + "MetaAPI").c_str(), tags);
        info_ =
            gst_meta_register(api_, (name + "Meta").c_str(), sizeof(Held), init, end, transform);
    }

    void put(GstBuffer* buffer, const T& value) const { put(buffer, info_, value); }
    void remove(GstBuffer* buffer) const
    {
        if (GstMeta* old = gst_buffer_get_meta(buffer, api_))
            gst_buffer_remove_meta(buffer, old);
    }
    /// Null where there is none.
    const T* find(GstBuffer* buffer) const
    {
        GstMeta* meta = gst_buffer_get_meta(buffer, api_);
        return meta ? &heldBy(meta)->value() : nullptr;
    }

  private:
    // GStreamer allocates and frees it, as plain memory: what isn't plain is made and ended by
    // hand.
    struct Held {
        GstMeta meta;
        alignas(T) unsigned char bytes[sizeof(T)];

        T& value() { return *std::launder(reinterpret_cast<T*>(bytes)); }
    };

    static Held* heldBy(GstMeta* meta) { return reinterpret_cast<Held*>(meta); }
    static gboolean init(GstMeta* meta, gpointer, GstBuffer*)
    {
        new (heldBy(meta)->bytes) T;
        return TRUE;
    }
    static void end(GstMeta* meta, GstBuffer*) { std::destroy_at(&heldBy(meta)->value()); }
    static gboolean transform(GstBuffer* into, GstMeta* meta, GstBuffer*, GQuark type,
                              gpointer data)
    {
        const bool whole =
            GST_META_TRANSFORM_IS_COPY(type) && !static_cast<GstMetaTransformCopy*>(data)->region;
        if (whole)
            put(into, meta->info, heldBy(meta)->value());
        return whole;
    }
    static void put(GstBuffer* buffer, const GstMetaInfo* info, const T& value)
    {
        if (GstMeta* old = gst_buffer_get_meta(buffer, info->api))
            gst_buffer_remove_meta(buffer, old);
        heldBy(gst_buffer_add_meta(buffer, info, nullptr))->value() = value;
    }

    GType api_;
    const GstMetaInfo* info_;
};

}  // namespace animatize
