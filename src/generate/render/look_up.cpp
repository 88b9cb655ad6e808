#include "generate/render/look_up.h"

#include <algorithm>

#include <opencv2/core/hal/intrin.hpp>

namespace animatize {
namespace {

/// As many as a multiple of eight.
void add(std::vector<int>& to, const std::vector<int>& moves)
{
    int* const at = to.data();
    const int* const by = moves.data();
    for (size_t i = 0, count = to.size(); i < count; i += 4)
        cv::v_store(at + i, cv::v_load(at + i) + cv::v_load(by + i));
}

}  // namespace

cv::Size LookUp::nodesFor(cv::Size view, int step)
{
    return {(view.width - 1) / step + 2, (view.height - 1) / step + 2};
}

// Places in a row of the texture are best read from left to right, in a turned view too: the
// memory is prefetched only that way.
LookUpRows::LookUpRows(const LookUp& lookUp, Lattice lattice, cv::Size samples)
    : lookUp_(lookUp),
      samples_(samples),
      step_(lookUp.step),
      every_(lattice == Lattice::Pixels ? 1 : 2),
      run_(std::max(1, step_ / every_)),
      half_(every_ - 1),
      scale_((1 << (kPlace - LookUp::kFraction - half_)) / (step_ * step_)),
      upwards_(lookUp.front(lookUp.front.rows - 1, 0)[0] < lookUp.front(0, 0)[0]),
      row_(upwards_ ? samples.height : -1),
      front_(run_, samples.width),
      moves_(run_, samples.width)
{}

bool LookUpRows::next()
{
    row_ += upwards_ ? -1 : 1;
    if (row_ < 0 || row_ >= samples_.height)
        return false;
    const int halves = 2 * every_ * row_ + half_, nodeRow = halves / (2 * step_);
    part_ = halves % (2 * step_);
    if (nodeRow == nodeRow_) {
        add(front_.x, moves_.x);
        add(front_.y, moves_.y);
    } else {
        nodeRow_ = nodeRow;
        enter();
    }
    return true;
}

/// All that depends only on the two rows of nodes around.
void LookUpRows::enter()
{
    enter(0, front_.x, moves_.x);
    enter(1, front_.y, moves_.y);
    findEdges();
}

void LookUpRows::enter(int axis, std::vector<int>& places, std::vector<int>& moves) const
{
    const cv::Vec2i *above = lookUp_.front[nodeRow_], *below = lookUp_.front[nodeRow_ + 1];
    const int unit = scale_ * step_ * (upwards_ ? -every_ : every_);
    const int nodes = lookUp_.front.cols, every = nodeOf(1);
    size_t run = 0;
    for (int node = 0; node < nodes; node += every, ++run) {
        const int from = above[node][axis], to = below[node][axis];
        places[run] = placeOf(from, to, axis);
        moves[run] = (to - from) * unit;
    }
    std::fill(places.begin() + long(run), places.end(), places[run - 1]);
    std::fill(moves.begin() + long(run), moves.end(), moves[run - 1]);
}

/// Exact: the unit is even where the part isn't.
int LookUpRows::placeOf(int above, int below, int axis) const
{
    const int unit = step_ * scale_, down = axis == 1 ? half_ << (kPlace - 2) : 0;
    return above * (unit * step_) + (below - above) * (unit * part_ / 2) - down;
}

void LookUpRows::findEdges()
{
    edges_.clear();
    if (lookUp_.opacity.empty())
        return;
    const int *above = lookUp_.opacity[nodeRow_], *below = lookUp_.opacity[nodeRow_ + 1];
    for (size_t run = 0; static_cast<int>(run) * run_ < samples_.width; ++run) {
        const int node = nodeOf(run);
        const int all = above[node] + above[node + 1] + below[node] + below[node + 1];
        if (all != 4 * LookUp::kOpaque)
            edges_.push_back(run);
    }
}

/// In 1 / (2 step_).
int LookUpRows::opacityAt(int node) const
{
    const cv::Mat_<int>& nodes = lookUp_.opacity;
    return nodes(nodeRow_, node) * (2 * step_ - part_) + nodes(nodeRow_ + 1, node) * part_;
}

bool LookUpRows::edge(size_t which, Edge& into) const
{
    const int node = nodeOf(edges_[which]);
    const int from = opacityAt(node), to = opacityAt(node + 1);
    if (from + to == 4 * step_ * LookUp::kOpaque)
        return false;
    into.first = static_cast<int>(edges_[which]) * run_;
    into.count = std::min(run_, samples_.width - into.first);
    into.back.run = run_;
    for (int i = 0; i < into.count; ++i)
        into.opacity[i] = (from * (step_ - i * every_) + to * i * every_) / (2 * step_ * step_);
    const cv::Vec2i *above = lookUp_.back[nodeRow_] + node,
                    *below = lookUp_.back[nodeRow_ + 1] + node;
    for (const int axis : {0, 1}) {
        std::vector<int>& places = axis == 0 ? into.back.x : into.back.y;
        std::fill(places.begin(), places.end(), placeOf(above[1][axis], below[1][axis], axis));
        places[0] = placeOf(above[0][axis], below[0][axis], axis);
    }
    return true;
}

}  // namespace animatize
