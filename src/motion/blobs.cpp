#include "motion/blobs.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace animatize {
namespace {

// First set (`what` = 0) or clear (~0) pixel from x on; `end` if there is none.
int nextIn(const uint64_t* words, int x, int end, uint64_t what)
{
    for (int i = x >> 6; i << 6 < end; ++i) {
        uint64_t word = words[i] ^ what;
        if (i == x >> 6)
            word &= ~uint64_t{0} << (x & 63);
        if (word)
            return std::min(end, (i << 6) + std::countr_zero(word));
    }
    return end;
}

// By distance from the middle, in sizes of the box.
int deepestIn(std::span<const cv::Rect2d> boxes, int x, int y)
{
    int best = 0;
    double least = 1e30;
    for (size_t i = 0; i < boxes.size(); ++i) {
        const cv::Rect2d& b = boxes[i];
        const double across = std::abs(x - b.x - b.width / 2.0) / std::max(1.0, b.width);
        const double down = std::abs(y - b.y - b.height / 2.0) / std::max(1.0, b.height);
        const double far = std::max(across, down);
        if (far < least) {
            least = far;
            best = static_cast<int>(i);
        }
    }
    return best;
}

double sumTo(int n)  // 0 + 1 + ... + n - 1
{
    return 0.5 * n * (n - 1);
}

}  // namespace

cv::Point2d medianOf(std::span<const cv::Point2d> points)
{
    const size_t count = std::min(points.size(), Blob::kMostSteps), half = count / 2;
    std::array<double, Blob::kMostSteps> x, y;
    for (size_t i = 0; i < count; ++i) {
        x[i] = points[i].x;
        y[i] = points[i].y;
    }
    std::nth_element(x.begin(), x.begin() + half, x.begin() + count);
    std::nth_element(y.begin(), y.begin() + half, y.begin() + count);
    return {x[half], y[half]};
}

void BlobMap::findRuns()
{
    runs_.clear();
    const int width = bits_.size().width;
    for (int y = 0; y < bits_.size().height; ++y) {
        const uint64_t* words = bits_.row(y);
        for (int x = nextIn(words, 0, width, 0); x < width;) {
            const int to = nextIn(words, x, width, ~uint64_t{0});
            runs_.push_back({y, x, to, static_cast<int>(runs_.size())});
            x = nextIn(words, to, width, 0);
        }
    }
}

int BlobMap::rootOf(int label)
{
    while (parent_[static_cast<size_t>(label)] != label) {
        int& up = parent_[static_cast<size_t>(label)];
        up = parent_[static_cast<size_t>(up)];
        label = up;
    }
    return label;
}

// The earlier one is the root, so that roots are in reading order.
void BlobMap::join(int a, int b)
{
    a = rootOf(a);
    b = rootOf(b);
    parent_[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
}

// Runs of neighbouring rows that touch, corners included.
void BlobMap::joinRows()
{
    parent_.resize(runs_.size());
    for (size_t i = 0; i < runs_.size(); ++i)
        parent_[i] = static_cast<int>(i);
    size_t above = 0;
    for (size_t i = 0; i < runs_.size(); ++i) {
        const BlobRun& run = runs_[i];
        while (runs_[above].y < run.y - 1 ||
               (runs_[above].y == run.y - 1 && runs_[above].to < run.from))
            ++above;
        for (size_t k = above; k < i && runs_[k].y == run.y - 1 && runs_[k].from <= run.to; ++k)
            join(runs_[k].label, run.label);
    }
}

void BlobMap::collect()
{
    pieces_.clear();
    blobOf_.assign(runs_.size(), -1);
    for (BlobRun& run : runs_) {
        run.label = rootOf(run.label);
        int& at = blobOf_[static_cast<size_t>(run.label)];
        const cv::Rect box(run.from, run.y, run.to - run.from, 1);
        if (at < 0) {
            at = static_cast<int>(pieces_.size());
            pieces_.emplace_back();
            pieces_.back().label = run.label;
            pieces_.back().box = box;
        }
        Blob& blob = pieces_[static_cast<size_t>(at)];
        blob.box |= box;
        blob.pixels += box.width;
        blob.centre += cv::Point2d(sumTo(run.to) - sumTo(run.from), run.y * box.width);
    }
    for (Blob& blob : pieces_) {
        if (blob.pixels < leastPixels_)
            continue;
        blob.centre /= blob.pixels;
        pixels += blob.pixels;
        blobs.push_back(blob);
    }
}

void BlobMap::find(const cv::Mat& mask, int leastPixels)
{
    blobs.clear();
    pixels = 0;
    leastPixels_ = leastPixels;
    runs_.clear();
    if (mask.empty())
        return;
    bits_.pack(mask);
    findRuns();
    joinRows();
    collect();
    order();
}

void BlobMap::order()
{
    std::erase_if(blobs, [](const Blob& blob) { return blob.pixels == 0; });
    std::sort(blobs.begin(), blobs.end(), [](const Blob& a, const Blob& b) {
        return a.pixels != b.pixels ? a.pixels > b.pixels : a.label < b.label;
    });
    if (blobs.size() > kMost)
        blobs.resize(kMost);
}

void BlobMap::part(size_t blob, std::span<const cv::Rect2d> boxes)
{
    const int whole = blobs[blob].label, first = static_cast<int>(blobOf_.size());
    blobOf_.resize(blobOf_.size() + boxes.size(), -1);
    pieces_.assign(boxes.size(), Blob{});
    parts_.clear();
    for (BlobRun& run : runs_) {
        if (run.label != whole)
            continue;
        BlobRun open{run.y, run.from, run.from, first + deepestIn(boxes, run.from, run.y)};
        for (int x = run.from + 1; x < run.to; ++x) {
            const int label = first + deepestIn(boxes, x, run.y);
            if (label == open.label)
                continue;
            open.to = x;
            parts_.push_back(open);
            open = {run.y, x, x, label};
        }
        open.to = run.to;
        run = open;  // the last part takes the run's place
        parts_.push_back(open);
    }
    for (const BlobRun& run : parts_) {
        Blob& piece = pieces_[static_cast<size_t>(run.label - first)];
        const cv::Rect box(run.from, run.y, run.to - run.from, 1);
        piece.label = run.label;
        piece.parted = true;
        piece.box = piece.pixels ? piece.box | box : box;
        piece.pixels += box.width;
        piece.centre += cv::Point2d(sumTo(run.to) - sumTo(run.from), run.y * box.width);
    }
    // Those that ended within a run were not in its place.
    for (size_t i = 0; i < parts_.size(); ++i)
        if (i + 1 < parts_.size() && parts_[i + 1].y == parts_[i].y &&
            parts_[i + 1].from == parts_[i].to)
            runs_.push_back(parts_[i]);
    bool replaced = false;
    for (Blob& piece : pieces_) {
        if (piece.pixels < leastPixels_) {
            pixels -= piece.pixels;
            continue;
        }
        piece.centre /= piece.pixels;
        if (replaced)
            blobs.push_back(piece);
        else
            blobs[blob] = piece;
        replaced = true;
    }
    if (!replaced)
        blobs[blob].pixels = 0;
}

void BlobMap::look(const cv::Mat& luma)
{
    std::fill(blobOf_.begin(), blobOf_.end(), -1);
    for (size_t i = 0; i < blobs.size(); ++i)
        blobOf_[static_cast<size_t>(blobs[i].label)] = static_cast<int>(i);
    for (const BlobRun& run : runs_) {
        const int at = blobOf_[static_cast<size_t>(run.label)];
        if (at < 0)
            continue;
        Appearance& appearance = blobs[static_cast<size_t>(at)].appearance;
        const uint8_t* p = luma.ptr(run.y);
        for (int x = run.from; x < run.to; ++x)
            appearance[p[x] >> 4] += 1.0f;
    }
    for (Blob& blob : blobs)
        for (float& share : blob.appearance)
            share /= static_cast<float>(blob.pixels);
}

void BlobMap::drop(const std::vector<uint8_t>& unwanted)
{
    size_t kept = 0;
    for (size_t i = 0; i < blobs.size(); ++i) {
        if (unwanted[i]) {
            pixels -= blobs[i].pixels;
            continue;
        }
        if (kept != i)
            blobs[kept] = blobs[i];
        ++kept;
    }
    blobs.resize(kept);
}

int BlobMap::within(const Blob& blob, const cv::Mat& mask, cv::Rect& hull) const
{
    int count = 0, left = mask.cols, right = 0, top = mask.rows, bottom = 0;
    for (const BlobRun& run : runs_) {
        if (run.label != blob.label)
            continue;
        const uint8_t* p = mask.ptr(run.y);
        for (int x = run.from; x < run.to; ++x) {
            if (!p[x])
                continue;
            ++count;
            left = std::min(left, x), right = std::max(right, x + 1);
            top = std::min(top, run.y), bottom = std::max(bottom, run.y + 1);
        }
    }
    hull = count ? cv::Rect(left, top, right - left, bottom - top) : cv::Rect();
    return count;
}

}  // namespace animatize
