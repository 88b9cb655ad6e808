// What the tests of providers share: a job, the shipped manifests, a picture in bytes.
#pragma once

#include <string>
#include <vector>

#include <glib.h>
#include <opencv2/imgcodecs.hpp>

#include "generate/remote/provider.h"
#include "generate/remote/provider_request.h"
#include "support/suite.h"

namespace animatize::test {

inline const std::vector<Provider>& shipped()
{
    static const Result<std::vector<Provider>> providers = readProviders();
    ck_assert_msg(static_cast<bool>(providers), "%s",
                  providers ? "" : providers.error().message.c_str());
    return *providers;
}

inline Provider provider(const std::string& name)
{
    const Provider* found = findProvider(shipped(), name);
    ck_assert_msg(found, "there is no provider %s", name.c_str());
    return *found;
}

/// A frame that no other size looks like: red grows to the right, green downwards.
inline cv::Mat frame(int width = 192, int height = 108)
{
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            picture.at<cv::Vec3b>(y, x) = {static_cast<uint8_t>(255 * x / width),
                                           static_cast<uint8_t>(255 * y / height), 60};
    return picture;
}

inline std::string pngBytes(int width = 4, int height = 4)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".png", frame(width, height), bytes);
    return {bytes.begin(), bytes.end()};
}

inline std::string base64Of(const std::string& bytes)
{
    char* text = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    const std::string copy = text;
    g_free(text);
    return copy;
}

inline PictureJob plainJob()
{
    PictureJob job;
    job.prompt = "a \"red\" lantern";
    job.size = {1920, 1080};
    return job;
}

inline PictureJob fullJob()
{
    PictureJob job = plainJob();
    job.negative = "text, blur";
    job.seed = 42;
    job.startFrame = frame();
    return job;
}

/// The same with so many partial pictures before the picture.
inline PictureJob streamed(PictureJob job, unsigned partials = 3)
{
    job.partials = partials;
    return job;
}

inline ProviderRequest resolved(const Provider& provider, const PictureJob& job)
{
    const Result<ProviderRequest> request = resolveRequest(provider, job);
    ck_assert_msg(static_cast<bool>(request), "%s", request ? "" : request.error().message.c_str());
    return *request;
}

/// ck_assert_str_eq keeps pointers beyond the life of a temporary; this takes strings.
inline void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

inline bool has(const std::string& text, const std::string& words)
{
    return text.find(words) != std::string::npos;
}

}  // namespace animatize::test
