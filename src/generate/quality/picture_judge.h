#pragma once
#include <string>
#include <opencv2/core.hpp>
namespace animatize { constexpr double kMinQuality = 0.2; struct Judgement { double quality = 0.0; std::string flaw; }; Judgement judge(const cv::Mat& picture, const cv::Mat& start); }
