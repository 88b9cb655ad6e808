// Metadata as the elements in front of animatizegen would put it on a frame.
#pragma once

#include <gst/gst.h>

namespace animatize::test {

/// What animatizeprompt would say.
inline void attachPrompt(GstBuffer* buffer, const char* category, const char* name,
                         const char* direction, const char* id = "1-1")
{
    GstStructure* prompt =
        gst_custom_meta_get_structure(gst_buffer_add_custom_meta(buffer, "AnimatizePrompt"));
    GValue movements = G_VALUE_INIT, movement = G_VALUE_INIT;
    g_value_init(&movements, GST_TYPE_ARRAY);
    g_value_init(&movement, GST_TYPE_STRUCTURE);
    g_value_take_boxed(&movement,
                       gst_structure_new("movement", "category", G_TYPE_STRING, category, "name",
                                         G_TYPE_STRING, name, "direction", G_TYPE_STRING, direction,
                                         "speed", G_TYPE_DOUBLE, 0.08, nullptr));
    gst_value_array_append_and_take_value(&movements, &movement);
    gst_structure_set(prompt, "version", G_TYPE_UINT, 1, "prompt-id", G_TYPE_STRING, id, "text",
                      G_TYPE_STRING, "a shot", nullptr);
    gst_structure_take_value(prompt, "movements", &movements);
}

/// What animatizeanalyze would say: the shot, and how good a frame of it this is.
inline void attachShot(GstBuffer* buffer, guint64 shotId, double score)
{
    GstStructure* scene =
        gst_custom_meta_get_structure(gst_buffer_add_custom_meta(buffer, "AnimatizeScene"));
    gst_structure_set(scene, "version", G_TYPE_UINT, 1, "shot-id", G_TYPE_UINT64, shotId,
                      "analysed-pts", G_TYPE_UINT64, GST_BUFFER_PTS(buffer), "keyframe-score",
                      G_TYPE_DOUBLE, score, nullptr);
}

/// What animatizemotion would say of something that moves in the middle of the frame.
inline void attachRegion(GstBuffer* buffer)
{
    GstStructure* motion =
        gst_custom_meta_get_structure(gst_buffer_add_custom_meta(buffer, "AnimatizeMotion"));
    GValue regions = G_VALUE_INIT, region = G_VALUE_INIT;
    g_value_init(&regions, GST_TYPE_ARRAY);
    g_value_init(&region, GST_TYPE_STRUCTURE);
    g_value_take_boxed(
        &region,
        gst_structure_new("region", "id", G_TYPE_UINT64, guint64(1), "x", G_TYPE_DOUBLE, 0.4, "y",
                          G_TYPE_DOUBLE, 0.3, "width", G_TYPE_DOUBLE, 0.2, "height", G_TYPE_DOUBLE,
                          0.4, "area", G_TYPE_DOUBLE, 0.08, nullptr));
    gst_value_array_append_and_take_value(&regions, &region);
    gst_structure_set(motion, "version", G_TYPE_UINT, 1, "frame-width", G_TYPE_UINT, 320,
                      "frame-height", G_TYPE_UINT, 180, nullptr);
    gst_structure_take_value(motion, "regions", &regions);
}

}  // namespace animatize::test
