#include "scene/scene_type_filter.h"

#include <algorithm>
#include <cmath>

#include "frame/frame_time.h"

namespace animatize {
namespace {

constexpr double kComes = 0.35;
constexpr double kGoes = 0.25;
constexpr double kMargin = 0.08;
constexpr uint64_t kStays = kSecond;
constexpr size_t kMostLabels = 4;

int strongest(const SceneEvidence& evidence, int except)
{
    int best = -1;
    for (int i = 0; i < static_cast<int>(evidence.size()); ++i)
        if (i != except && (best < 0 || evidence[i] > evidence[best]))
            best = i;
    return best;
}

}  // namespace

void SceneTypeFilter::apply(SceneRecord& record, uint64_t now)
{
    average(record.sceneEvidence, now);
    const bool settled = !changed_ || now - *changed_ >= kStays;
    if (const int wanted = next(); wanted != current_ && settled) {
        current_ = wanted;
        changed_ = now;
    }
    followLabels(now);
    if (current_ < 0)
        return;
    record.sceneTypes = labels();
    const double own = average_[current_];
    const double other = average_[strongest(average_, current_)];
    record.sceneType = kSceneTypes[current_];
    record.sceneConfidence = own * (1.0 - 0.5 * std::min(1.0, other / std::max(own, 1e-6)));
}

void SceneTypeFilter::followLabels(uint64_t now)
{
    for (size_t i = 0; i < average_.size(); ++i) {
        const bool wanted = average_[i] >= (shown_[i] ? kGoes : kComes);
        if (wanted != shown_[i] && (!turned_[i] || now - *turned_[i] >= kStays)) {
            shown_[i] = wanted;
            turned_[i] = now;
        }
    }
}

std::vector<SceneLabel> SceneTypeFilter::labels() const
{
    std::vector<SceneLabel> labels;
    for (size_t i = 0; i < average_.size(); ++i)
        if (shown_[i] && static_cast<int>(i) != current_)
            labels.push_back({kSceneTypes[i], average_[i]});
    std::stable_sort(labels.begin(), labels.end(), [](const SceneLabel& a, const SceneLabel& b) {
        return a.confidence > b.confidence;
    });
    labels.insert(labels.begin(), {kSceneTypes[current_], average_[current_]});
    if (labels.size() > kMostLabels)
        labels.resize(kMostLabels);
    return labels;
}

void SceneTypeFilter::average(const SceneEvidence& evidence, uint64_t now)
{
    const double share = last_ ? 1.0 - std::exp(-secondsBetween(*last_, now)) : 1.0;
    for (size_t i = 0; i < evidence.size(); ++i)
        average_[i] += share * (evidence[i] - average_[i]);
    last_ = now;
}

int SceneTypeFilter::next() const
{
    const int best = strongest(average_, -1);
    if (current_ >= 0 && average_[current_] >= kGoes &&
        average_[best] < average_[current_] + kMargin)
        return current_;
    return average_[best] >= kComes ? best : -1;
}

}  // namespace animatize
