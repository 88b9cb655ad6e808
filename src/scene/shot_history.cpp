#include "scene/shot_history.h"

#include <algorithm>
#include <cmath>

namespace animatize {
namespace {

constexpr int kCell = 4;
constexpr float kBlack = 16.0f, kWhite = 239.0f, kGrey = 12.0f;  // levels
constexpr double kLeastPlain = 0.9;                              // of the cells

void addMeans(const cv::Mat& plane, float* into)
{
    for (int y = 0; y < ShotHistory::kDown; ++y) {
        int sums[ShotHistory::kAcross] = {};
        for (int row = 0; row < kCell; ++row) {
            const uint8_t* pixels = plane.ptr(kCell * y + row);
            for (int x = 0; x < ShotHistory::kAcross; ++x, pixels += kCell)
                sums[x] += pixels[0] + pixels[1] + pixels[2] + pixels[3];
        }
        for (const int sum : sums)
            *into++ = static_cast<float>(sum) / (kCell * kCell);
    }
}

}  // namespace

void ShotHistory::push(const Thumb& thumb, const FrameTime& time)
{
    newest_ = (newest_ + 1) % kMost;
    size_ = std::min(size_ + 1, kMost);
    Frame& frame = frames_[static_cast<size_t>(newest_)];
    frame.number = ++next_;
    frame.time = time;
    frame.thumb = thumb;
    addMeans(thumb.luma, frame.cells.data());
    addMeans(thumb.u, frame.cells.data() + kCells);
    addMeans(thumb.v, frame.cells.data() + 2 * kCells);
}

void ShotHistory::forgetBefore(uint64_t now)
{
    while (size_ > 0 && back(size_ - 1).time.now < now)
        --size_;
}

void ShotHistory::reset()
{
    for (Frame& frame : frames_)
        frame.thumb = {};
    size_ = 0;
}

const ShotHistory::Frame& ShotHistory::back(int age) const
{
    return frames_[static_cast<size_t>((newest_ - age + kMost) % kMost)];
}

Plain ShotHistory::plainness(const Frame& frame)
{
    int black = 0, white = 0;
    for (size_t i = 0; i < kCells; ++i) {
        const float u = frame.cells[i + kCells] - 128.0f, v = frame.cells[i + 2 * kCells] - 128.0f;
        if (std::max(std::abs(u), std::abs(v)) > kGrey)
            continue;
        black += frame.cells[i] < kBlack;
        white += frame.cells[i] > kWhite;
    }
    if (black >= kLeastPlain * kCells)
        return Plain::Black;
    return white >= kLeastPlain * kCells ? Plain::White : Plain::No;
}

int ShotHistory::ageOf(uint64_t number) const
{
    const uint64_t age = next_ - number;
    return number <= next_ && age < static_cast<uint64_t>(size_) ? static_cast<int>(age) : -1;
}

}  // namespace animatize
