#include "generate/render/picture_sampler.h"

#include <array>

#include <opencv2/core/hal/intrin.hpp>

namespace animatize {
namespace {

/// One row after the other, a component at a time.
class RowPainter {
  public:
    RowPainter(const Layers& layers, const LookUp& lookUp, Lattice lattice, cv::Size samples)
        : layers_(layers),
          rows_(lookUp, lattice, samples),
          width_(samples.width),
          sample_(rowSampler())
    {}

    /// The number of the next row, or -1.
    int next() { return rows_.next() ? rows_.row() : -1; }

    /// That row, to `out[component]`.
    void paint(uchar* const* out)
    {
        sample_(layers_.front, rows_.front(), 0, width_, out);
        for (size_t i = 0; i < rows_.edges(); ++i)
            if (rows_.edge(i, edge_))
                mix(out);
    }

  private:
    void mix(uchar* const* out)
    {
        uchar behind[3][8];
        uchar* const to[] = {behind[0], behind[1], behind[2]};
        sample_(layers_.behind, edge_.back, 0, edge_.count, to);
        for (int c = 0; c < layers_.front.components(); ++c)
            for (int i = 0; i < edge_.count; ++i) {
                uchar& seen = out[c][edge_.first + i];
                const int opacity = edge_.opacity[i];
                seen = static_cast<uchar>((seen * opacity +
                                           behind[c][i] * (LookUp::kOpaque - opacity) +
                                           LookUp::kOpaque / 2) /
                                          LookUp::kOpaque);
            }
    }

    const Layers& layers_;
    LookUpRows rows_;
    LookUpRows::Edge edge_;
    const int width_;
    const RowSampler sample_;
};

/// Three planes to pixels of three bytes.
void interleave(const std::array<std::vector<uchar>, 3>& planes, int count, uchar* out)
{
    int i = 0;
    for (; i + 16 <= count; i += 16)
        cv::v_store_interleave(out + 3 * i, cv::v_load(&planes[0][i]), cv::v_load(&planes[1][i]),
                               cv::v_load(&planes[2][i]));
    for (; i < count; ++i)
        for (int c = 0; c < 3; ++c)
            out[3 * i + c] = planes[c][i];
}

}  // namespace

void sample(const Layers& layers, const LookUp& lookUp, cv::Size size, cv::Mat& view)
{
    view.create(size, CV_8UC3);
    RowPainter painter(layers, lookUp, Lattice::Pixels, size);
    std::array<std::vector<uchar>, 3> planes;
    planes.fill(std::vector<uchar>(static_cast<size_t>(size.width)));
    uchar* const out[] = {planes[0].data(), planes[1].data(), planes[2].data()};
    for (int row = painter.next(); row >= 0; row = painter.next()) {
        painter.paint(out);
        interleave(planes, size.width, view.ptr(row));
    }
}

void sample(const Layers& luma, const Layers& chroma, const LookUp& lookUp,
            const PlanarTarget& view)
{
    RowPainter lumaPainter(luma, lookUp, Lattice::Pixels, view.size);
    for (int row = lumaPainter.next(); row >= 0; row = lumaPainter.next()) {
        uchar* const out[] = {view.y + row * view.yStride};
        lumaPainter.paint(out);
    }
    const cv::Size half = halfSize(view.size);
    RowPainter chromaPainter(chroma, lookUp, Lattice::Chroma, half);
    std::vector<uchar> u(static_cast<size_t>(half.width)), v(u);
    uchar* const out[] = {u.data(), v.data()};
    for (int row = chromaPainter.next(); row >= 0; row = chromaPainter.next()) {
        chromaPainter.paint(out);
        storeChroma(u.data(), v.data(), row, view);
    }
}

}  // namespace animatize
