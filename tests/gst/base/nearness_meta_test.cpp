// The depth map on its way: shared, replaced, and dropped with what moves the pixels.
#include "gst/base/nearness_meta.h"

#include <gst/video/video.h>

#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

struct Buffer {
    Buffer() : buffer(gst_buffer_new_allocate(nullptr, 64, nullptr)) {}
    ~Buffer() { gst_buffer_unref(buffer); }
    GstBuffer* buffer;
};

cv::Mat map(float value)
{
    return cv::Mat(18, 32, CV_32F, cv::Scalar(value));
}

int count(GstBuffer* buffer)
{
    int found = 0;
    gpointer state = nullptr;
    while (gst_buffer_iterate_meta(buffer, &state))
        ++found;
    return found;
}

}  // namespace

START_TEST(aMapIsSharedNotCopied)
{
    const Buffer a, b;
    const cv::Mat near = map(0.3F);
    ck_assert(nearnessOn(a.buffer).empty());
    attachNearness(a.buffer, near);
    attachNearness(b.buffer, near);
    ck_assert_ptr_eq(nearnessOn(a.buffer).data, near.data);
    ck_assert_ptr_eq(nearnessOn(b.buffer).data, near.data);
}
END_TEST

START_TEST(aNewMapTakesThePlaceOfTheOld)
{
    const Buffer a;
    attachNearness(a.buffer, map(0.3F));
    attachNearness(a.buffer, map(0.6F));
    ck_assert_int_eq(count(a.buffer), 1);
    ck_assert_float_eq(nearnessOn(a.buffer).at<float>(0, 0), 0.6F);
    attachNearness(a.buffer, {});
    ck_assert_int_eq(count(a.buffer), 0);
}
END_TEST

START_TEST(largeAndOtherMapsAreNotCarried)
{
    const Buffer a;
    attachNearness(a.buffer, cv::Mat(65, 32, CV_32F, cv::Scalar(0)));
    attachNearness(a.buffer, cv::Mat(18, 32, CV_8U, cv::Scalar(0)));
    ck_assert_int_eq(count(a.buffer), 0);
}
END_TEST

START_TEST(copiesKeepItAndPartsDont)
{
    const Buffer a;
    attachNearness(a.buffer, map(0.3F));
    GstBuffer* whole = gst_buffer_copy(a.buffer);
    GstBuffer* part = gst_buffer_copy_region(a.buffer, GST_BUFFER_COPY_ALL, 8, 16);
    ck_assert_int_eq(nearnessOn(whole).cols, 32);
    ck_assert(nearnessOn(part).empty());
    gst_buffer_unref(whole);
    gst_buffer_unref(part);
}
END_TEST

START_TEST(itsTagsSayThatItBelongsToPlaces)
{
    const Buffer a;
    attachNearness(a.buffer, map(0.3F));
    gpointer state = nullptr;
    const GType api = gst_buffer_iterate_meta(a.buffer, &state)->info->api;
    for (const char* tag : {GST_META_TAG_VIDEO_SIZE_STR, GST_META_TAG_VIDEO_ORIENTATION_STR})
        ck_assert(gst_meta_api_type_has_tag(api, g_quark_from_static_string(tag)));
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    registerNearnessMeta();
    return run("nearness-meta",
               {aMapIsSharedNotCopied, aNewMapTakesThePlaceOfTheOld, largeAndOtherMapsAreNotCarried,
                copiesKeepItAndPartsDont, itsTagsSayThatItBelongsToPlaces});
}
