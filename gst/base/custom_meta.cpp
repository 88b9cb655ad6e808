#include "gst/base/custom_meta.h"

#include "gst/base/structure.h"

namespace animatize {

void registerCustomMetas()
{
    static const char* tags[] = {"video", nullptr};
    for (const char* name : {kMotionMeta, kSceneMeta, kPromptMeta, kKeyframeMeta, kGeneratorMeta}) {
        if (!gst_meta_get_info(name))
            gst_meta_register_custom(name, tags, nullptr, nullptr, nullptr);
    }
}

void attachMeta(GstBuffer* buffer, const char* name, uint32_t frameWidth, uint32_t frameHeight,
                const Record& record)
{
    if (GstCustomMeta* old = gst_buffer_get_custom_meta(buffer, name))
        gst_buffer_remove_meta(buffer, reinterpret_cast<GstMeta*>(old));
    GstCustomMeta* meta = gst_buffer_add_custom_meta(buffer, name);
    GstStructure* structure = gst_custom_meta_get_structure(meta);
    gst_structure_set(structure, "version", G_TYPE_UINT, 1u, "frame-width", G_TYPE_UINT, frameWidth,
                      "frame-height", G_TYPE_UINT, frameHeight, nullptr);
    setFields(structure, record);
}

const GstStructure* findStructure(GstBuffer* buffer, const char* name)
{
    GstCustomMeta* meta = gst_buffer_get_custom_meta(buffer, name);
    return meta ? gst_custom_meta_get_structure(meta) : nullptr;
}

std::optional<Record> findMeta(GstBuffer* buffer, const char* name)
{
    const GstStructure* structure = findStructure(buffer, name);
    return structure ? std::optional(toRecord(structure)) : std::nullopt;
}

}  // namespace animatize
