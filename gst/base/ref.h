// Ownership in the type: what GStreamer counts or frees, held by unique_ptr.
#pragma once

#include <memory>

#include <gst/gst.h>

namespace animatize {

struct Release {
    void operator()(GstBuffer* buffer) const { gst_buffer_unref(buffer); }
    void operator()(GstCaps* caps) const { gst_caps_unref(caps); }
    void operator()(GstEvent* event) const { gst_event_unref(event); }
    void operator()(GstQuery* query) const { gst_query_unref(query); }
    void operator()(GstAllocator* allocator) const { gst_object_unref(allocator); }
    void operator()(GstBufferPool* pool) const { gst_object_unref(pool); }
    void operator()(GstStructure* structure) const { gst_structure_free(structure); }
    void operator()(char* text) const { g_free(text); }
};

using BufferRef = std::unique_ptr<GstBuffer, Release>;
using CapsRef = std::unique_ptr<GstCaps, Release>;
using EventRef = std::unique_ptr<GstEvent, Release>;
using QueryRef = std::unique_ptr<GstQuery, Release>;
using AllocatorRef = std::unique_ptr<GstAllocator, Release>;
using PoolRef = std::unique_ptr<GstBufferPool, Release>;
using StructureRef = std::unique_ptr<GstStructure, Release>;
using CharRef = std::unique_ptr<char, Release>;

}  // namespace animatize
