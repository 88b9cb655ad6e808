#include "generate/keyframe_files.h"

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <glib.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "generate/provenance/png_xmp.h"
#include "generate/provenance/side_car.h"
#include "generate/provenance/xmp.h"

namespace animatize {
namespace {

Status writeFile(const std::string& what, const std::string& path, std::string_view bytes)
{
    GError* trouble = nullptr;
    // Writes beside it and renames, so that a reader never sees half a picture.
    if (g_file_set_contents_full(path.c_str(), bytes.data(), static_cast<gssize>(bytes.size()),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0666, &trouble))
        return ok();
    Error error{what + " \"" + path + "\" can't be written: " + trouble->message};
    g_error_free(trouble);
    return error;
}

Status writePicture(const std::string& path, const Result<std::vector<uint8_t>>& file)
{
    if (!file)
        return file.error();
    return writeFile("the keyframe", path,
                     {reinterpret_cast<const char*>(file->data()), file->size()});
}

Result<std::vector<uint8_t>> markedPng(const Keyframe& keyframe)
{
    Result<std::vector<uint8_t>> png = pngOf(keyframe.image);
    return png ? withXmp(std::move(*png), xmpOf(keyframe)) : png;
}

}  // namespace

Result<std::vector<uint8_t>> pngOf(const cv::Mat& picture)
{
    try {
        cv::Mat swapped;
        cv::cvtColor(picture, swapped, cv::COLOR_RGB2BGR);
        std::vector<uint8_t> bytes;
        if (cv::imencode(".png", swapped, bytes, {cv::IMWRITE_PNG_COMPRESSION, 3}))
            return bytes;
        return Error{"OpenCV can't write PNG pictures here"};
    } catch (const std::exception& trouble) {
        return Error{std::string("a keyframe can't become a PNG picture: ") + trouble.what()};
    }
}

std::vector<Result<std::vector<uint8_t>>> pngsOf(const std::vector<Keyframe>& keyframes,
                                                 const std::stop_token& stop)
{
    std::vector<Result<std::vector<uint8_t>>> files;
    for (const Keyframe& keyframe : keyframes) {
        if (stop.stop_requested())
            break;
        files.push_back(markedPng(keyframe));
    }
    return files;
}

std::vector<Error> writeFiles(const std::vector<Result<std::vector<uint8_t>>>& files,
                              const NumberedPath& path, uint64_t firstNumber,
                              std::vector<Keyframe>& keyframes)
{
    std::vector<Error> failures;
    for (size_t i = 0; i < files.size(); ++i) {
        const std::string name = path.at(firstNumber + i);
        Status written = writePicture(name, files[i]);
        if (written) {
            keyframes[i].location = name;
            written = writeFile("what the keyframe is, in the file", sideCarPath(name),
                                sideCarOf(keyframes[i]));
        }
        if (!written)
            failures.push_back(written.error());
    }
    return failures;
}

}  // namespace animatize
