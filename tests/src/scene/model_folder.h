// A folder for the model files of one test, gone with it; and pictures for the tiny model.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <opencv2/imgproc.hpp>

#include "scene/scene_result.h"
#include "support/rendered.h"
#include "support/tiny_model.h"

namespace animatize::test {

class ModelFolder {
  public:
    ModelFolder()
        : folder_(std::filesystem::temp_directory_path() /
                  ("animatize-models-" + std::to_string(getpid())))
    {
        std::filesystem::create_directories(folder_);
    }
    ~ModelFolder() { std::filesystem::remove_all(folder_); }
    ModelFolder(const ModelFolder&) = delete;
    ModelFolder& operator=(const ModelFolder&) = delete;

    std::string write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return (folder_ / name).string();
    }

  private:
    std::filesystem::path folder_;
};

inline const cv::Scalar kRed(210, 30, 30), kBlue(30, 30, 210);  // R G B

/// Grey detail with squares on it, which the tiny model sees where they have its size.
inline cv::Mat ground(cv::Size size)
{
    cv::Mat grey, picture;
    grey = texture(size.width, size.height, 3);
    cv::cvtColor(grey, picture, cv::COLOR_GRAY2RGB);
    return picture;
}

inline void paint(cv::Mat& picture, const cv::Rect& square, const cv::Scalar& colour)
{
    cv::rectangle(picture, square, colour, cv::FILLED);
}

inline double overlap(const SceneObject& object, const cv::Rect2d& box, const cv::Size& size)
{
    const cv::Rect2d found(object.x * size.width, object.y * size.height, object.width * size.width,
                           object.height * size.height);
    const double both = (found & box).area();
    return both / (found.area() + box.area() - both);
}

}  // namespace animatize::test
