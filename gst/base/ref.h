// Ownership in the type: what GStreamer counts or frees, held by unique_ptr.
#pragma once

#include <memory>

#include <gst/gst.h>

namespace animatize {

template <auto release>
struct ReleaseWith {
    template <typename T>
    void operator()(T* object) const
    {
        release(object);
    }
};

using BufferRef = std::unique_ptr<GstBuffer, ReleaseWith<gst_buffer_unref>>;
using CapsRef = std::unique_ptr<GstCaps, ReleaseWith<gst_caps_unref>>;
using EventRef = std::unique_ptr<GstEvent, ReleaseWith<gst_event_unref>>;
using StructureRef = std::unique_ptr<GstStructure, ReleaseWith<gst_structure_free>>;
using CharRef = std::unique_ptr<char, ReleaseWith<g_free>>;

}  // namespace animatize
