// Pixels are counted in 16 x 16 x 16 boxes of R G B. The fullest box founds a colour and takes in
// all boxes within 20 units of CIELAB (about what one word covers), and so on with what is left;
// then each box goes to the nearest colour once more. Colours of one name are one colour.
#include "scene/analyses/dominant_colours.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/analyses/css_colours.h"

namespace animatize {
namespace {

constexpr int kLevels = 16;
constexpr size_t kMost = 5, kMostFounded = 12;
constexpr double kLeastShare = 0.05;
constexpr double kOneColour = 20.0;  // CIELAB

using Lab = cv::Vec3d;

double linear(double level)
{
    const double value = level / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

// CIE 1976, of sRGB under D65.
Lab labOf(const cv::Vec3d& rgb)
{
    const double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
    const auto f = [](double t) {
        return t > 0.008856451679 ? std::cbrt(t) : t * 7.787037037 + 16.0 / 116.0;
    };
    const double x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const double y = f(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    const double z = f((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return {116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)};
}

// Pixels of about one colour, or of all boxes that a colour took in.
struct Cluster {
    cv::Vec3d sum;
    double count = 0.0;
    Lab lab;

    cv::Vec3d mean() const { return sum / count; }
};

std::vector<Cluster> boxesOf(const cv::Mat& colour)
{
    std::array<cv::Vec4i, kLevels * kLevels * kLevels> table{};
    for (int y = 0; y < colour.rows; ++y) {
        const auto* row = colour.ptr<cv::Vec3b>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const cv::Vec3b& pixel = row[x];
            table[(pixel[0] / 16 * kLevels + pixel[1] / 16) * kLevels + pixel[2] / 16] +=
                cv::Vec4i(pixel[0], pixel[1], pixel[2], 1);
        }
    }
    std::vector<Cluster> boxes;
    for (const cv::Vec4i& box : table)
        if (box[3] > 0)
            boxes.push_back({cv::Vec3d(box[0], box[1], box[2]), static_cast<double>(box[3]), {}});
    for (Cluster& box : boxes)
        box.lab = labOf(box.mean());
    std::stable_sort(boxes.begin(), boxes.end(),
                     [](const Cluster& a, const Cluster& b) { return a.count > b.count; });
    return boxes;
}

std::vector<Lab> found(std::vector<Cluster> boxes)
{
    std::vector<Lab> centres;
    while (!boxes.empty() && centres.size() < kMostFounded) {
        const Lab first = boxes.front().lab;
        const auto near = [&](const Cluster& box) {
            return cv::norm(box.lab - first) < kOneColour;
        };
        Lab sum;
        double count = 0.0;
        for (const Cluster& box : boxes)
            if (near(box)) {
                sum += box.lab * box.count;
                count += box.count;
            }
        centres.push_back(sum / count);
        std::erase_if(boxes, near);
    }
    return centres;
}

const char* nameOf(const Lab& lab)
{
    static const auto named = [] {
        std::array<Lab, kCssColours.size()> labs;
        for (size_t i = 0; i < labs.size(); ++i) {
            const uint32_t rgb = kCssColours[i].rgb;
            labs[i] = labOf(cv::Vec3d(rgb >> 16, rgb >> 8 & 255, rgb & 255));
        }
        return labs;
    }();
    size_t best = 0;
    for (size_t i = 1; i < named.size(); ++i)
        if (cv::norm(lab - named[i]) < cv::norm(lab - named[best]))
            best = i;
    return kCssColours[best].name;
}

std::vector<Cluster> gathered(const std::vector<Cluster>& boxes, const std::vector<Lab>& centres)
{
    std::vector<Cluster> clusters(centres.size());
    for (const Cluster& box : boxes) {
        size_t best = 0;
        for (size_t i = 1; i < centres.size(); ++i)
            if (cv::norm(box.lab - centres[i]) < cv::norm(box.lab - centres[best]))
                best = i;
        clusters[best].sum += box.sum;
        clusters[best].count += box.count;
    }
    std::erase_if(clusters, [](const Cluster& cluster) { return cluster.count <= 0.0; });
    return clusters;
}

struct Named {
    const char* name;
    Cluster cluster;
};

void addTo(std::vector<Named>& all, const char* name, const Cluster& cluster)
{
    for (Named& one : all)
        if (one.name == name) {
            one.cluster.sum += cluster.sum;
            one.cluster.count += cluster.count;
            return;
        }
    all.push_back({name, cluster});
}

uint32_t packed(const cv::Vec3d& mean)
{
    uint32_t rgb = 0;
    for (int i = 0; i < 3; ++i)
        rgb = rgb << 8 | cv::saturate_cast<uint8_t>(mean[i]);
    return rgb;
}

}  // namespace

std::vector<DominantColour> dominantColours(const cv::Mat& colour)
{
    const std::vector<Cluster> boxes = boxesOf(colour);
    std::vector<Named> all;
    for (const Cluster& cluster : gathered(boxes, found(boxes)))
        addTo(all, nameOf(labOf(cluster.mean())), cluster);
    std::stable_sort(all.begin(), all.end(), [](const Named& a, const Named& b) {
        return a.cluster.count > b.cluster.count;
    });
    std::vector<DominantColour> colours;
    const auto pixels = static_cast<double>(colour.total());
    for (const Named& one : all)
        if (colours.size() < kMost && one.cluster.count >= kLeastShare * pixels)
            colours.push_back({one.name, packed(one.cluster.mean()), one.cluster.count / pixels});
    return colours;
}

}  // namespace animatize
