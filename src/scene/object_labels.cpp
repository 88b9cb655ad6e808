#include "scene/object_labels.h"

#include <array>
#include <sstream>

#include <glib.h>

#include "base/resource.h"

namespace animatize {
namespace {

constexpr size_t kMostLabels = 10000;
constexpr size_t kLongestLabel = 64;

// The 80 classes of COCO (Lin et al., "Microsoft COCO: Common Objects in Context", 2014), in the
// order in which detectors have them.
constexpr std::array kCoco = {"person",        "bicycle",      "car",
                              "motorcycle",    "airplane",     "bus",
                              "train",         "truck",        "boat",
                              "traffic light", "fire hydrant", "stop sign",
                              "parking meter", "bench",        "bird",
                              "cat",           "dog",          "horse",
                              "sheep",         "cow",          "elephant",
                              "bear",          "zebra",        "giraffe",
                              "backpack",      "umbrella",     "handbag",
                              "tie",           "suitcase",     "frisbee",
                              "skis",          "snowboard",    "sports ball",
                              "kite",          "baseball bat", "baseball glove",
                              "skateboard",    "surfboard",    "tennis racket",
                              "bottle",        "wine glass",   "cup",
                              "fork",          "knife",        "spoon",
                              "bowl",          "banana",       "apple",
                              "sandwich",      "orange",       "broccoli",
                              "carrot",        "hot dog",      "pizza",
                              "donut",         "cake",         "chair",
                              "couch",         "potted plant", "bed",
                              "dining table",  "toilet",       "tv",
                              "laptop",        "mouse",        "remote",
                              "keyboard",      "cell phone",   "microwave",
                              "oven",          "toaster",      "sink",
                              "refrigerator",  "book",         "clock",
                              "vase",          "scissors",     "teddy bear",
                              "hair drier",    "toothbrush"};
static_assert(kCoco.size() == 80);

std::string trimmed(const std::string& line)
{
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

bool isName(const std::string& label)
{
    return !label.empty() &&
           g_utf8_validate(label.data(), static_cast<gssize>(label.size()), nullptr) &&
           g_utf8_strlen(label.c_str(), -1) <= static_cast<glong>(kLongestLabel);
}

}  // namespace

Result<std::vector<std::string>> readLabels(const std::string& path)
{
    const auto text = fileText(path);
    if (!text)
        return text.error();
    std::vector<std::string> labels;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line) && labels.size() <= kMostLabels;)
        labels.push_back(trimmed(line));
    while (!labels.empty() && labels.back().empty())
        labels.pop_back();
    if (labels.empty() || labels.size() > kMostLabels)
        return Error{path + ": 1 to 10000 names of classes are wanted, one a line"};
    for (size_t i = 0; i < labels.size(); ++i)
        if (!isName(labels[i]))
            return Error{path + ": line " + std::to_string(i + 1) +
                         " is no name of 1 to 64 characters"};
    return labels;
}

std::vector<std::string> usualLabels(size_t classes)
{
    if (classes == kCoco.size())
        return {kCoco.begin(), kCoco.end()};
    std::vector<std::string> labels;
    for (size_t i = 0; i < classes; ++i)
        labels.push_back("class-" + std::to_string(i));
    return labels;
}

}  // namespace animatize
