// Per grid: the mean colour around each cell, then two convolutions of one pixel: the boxes, which
// don't depend on the picture, and the scores, which are sigmoids of differences of colours.
#include "support/tiny_model.h"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace animatize::test {
namespace {

using Bytes = std::string;

Bytes varint(uint64_t value)
{
    Bytes bytes;
    for (; value >= 128; value >>= 7)
        bytes += static_cast<char>(value % 128 + 128);
    return bytes + static_cast<char>(value);
}

Bytes number(int field, uint64_t value)
{
    return varint(static_cast<uint64_t>(field) << 3) + varint(value);
}

Bytes nested(int field, const Bytes& bytes)
{
    return varint(static_cast<uint64_t>(field) << 3 | 2) + varint(bytes.size()) + bytes;
}

Bytes integer(const char* name, int value)
{
    return nested(5, nested(1, name) + number(3, static_cast<uint64_t>(value)) + number(20, 2));
}

Bytes integers(const char* name, const std::vector<int>& values)
{
    Bytes bytes = nested(1, name);
    for (const int value : values)
        bytes += number(8, static_cast<uint64_t>(value));
    return nested(5, bytes + number(20, 7));
}

Bytes node(const char* type, const std::vector<Bytes>& inputs, const Bytes& output,
           const Bytes& attributes = {})
{
    Bytes bytes;
    for (const Bytes& input : inputs)
        bytes += nested(1, input);
    return nested(1, bytes + nested(2, output) + nested(3, output) + nested(4, type) + attributes);
}

template <typename T>
Bytes tensor(const Bytes& name, const std::vector<int>& shape, int type, const std::vector<T>& data)
{
    Bytes bytes, raw(data.size() * sizeof(T), '\0');
    std::memcpy(raw.data(), data.data(), raw.size());
    for (const int side : shape)
        bytes += number(1, static_cast<uint64_t>(side));
    return nested(
        5, bytes + number(2, static_cast<uint64_t>(type)) + nested(8, name) + nested(9, raw));
}

Bytes floats(const Bytes& name, const std::vector<int>& shape, const std::vector<float>& data)
{
    return tensor(name, shape, 1, data);
}

Bytes value(const char* name, const std::vector<int>& shape)
{
    Bytes sides;
    for (const int side : shape)
        sides += nested(1, side > 0 ? number(1, static_cast<uint64_t>(side)) : nested(2, "any"));
    return nested(1, name) + nested(2, nested(1, number(1, 1) + nested(2, sides)));
}

// Logits over the mean B, G, R: a thing where red or blue outweighs green on four fifths of the
// square, of the class of the colour that outweighs the other.
void scores(const TinyModel& model, bool sees, std::vector<float>& weights,
            std::vector<float>& biases)
{
    const float steep = sees ? 0.2f : 0.0f;
    const auto add = [&](float b, float g, float r, float bias) {
        const std::vector<float> all = {b, g, r};
        weights.insert(weights.end(), all.begin(), all.begin() + model.colours);
        biases.push_back(sees ? bias : -20.0f);
    };
    add(steep, -2 * steep, steep, -150 * steep);
    for (int i = 0; i < model.classes; ++i) {
        const float red = i == 0 ? steep : i == 1 ? -steep : 0.0f;
        add(-red, 0.0f, red, i < 2 ? 0.0f : -20.0f);
    }
}

Bytes grid(const TinyModel& model, int pixels, Bytes& constants)
{
    const Bytes n = std::to_string(pixels);
    const bool sees = pixels == 8;  // the coarse ones see nothing
    const int kernel = sees ? TinyModel::kSquare : pixels, pad = (kernel - pixels) / 2;
    const int rows = 1 + model.classes;
    const auto size =
        static_cast<float>(std::log(static_cast<double>(TinyModel::kSquare) / pixels));
    std::vector<float> weights, biases;
    scores(model, sees, weights, biases);
    constants += floats("box-weights" + n, {4, model.colours, 1, 1},
                        std::vector<float>(static_cast<size_t>(4 * model.colours), 0.0f));
    constants += floats("box-biases" + n, {4}, {0.5f, 0.5f, size, size});
    constants += floats("weights" + n, {rows, model.colours, 1, 1}, weights);
    constants += floats("biases" + n, {rows}, biases);
    // A shape with the number of cells in it makes the model one of a fixed size.
    const int cells = model.fixedSide / pixels;
    constants +=
        tensor<int64_t>("shape" + n, {3}, 7, {1, 4 + rows, model.fixedSide ? cells * cells : -1});
    const Bytes one = integers("kernel_shape", {1, 1});
    return node("AveragePool", {"images"}, "mean" + n,
                integers("kernel_shape", {kernel, kernel}) + integers("strides", {pixels, pixels}) +
                    integers("pads", {pad, pad, pad, pad}) + integer("count_include_pad", 1)) +
           node("Conv", {"mean" + n, "box-weights" + n, "box-biases" + n}, "boxes" + n, one) +
           node("Conv", {"mean" + n, "weights" + n, "biases" + n}, "logits" + n, one) +
           node("Sigmoid", {"logits" + n}, "scores" + n) +
           node("Concat", {"boxes" + n, "scores" + n}, "grid" + n, integer("axis", 1)) +
           node("Reshape", {"grid" + n, "shape" + n}, "rows" + n);
}

}  // namespace

std::string TinyModel::bytes() const
{
    Bytes nodes, constants;
    std::vector<Bytes> rows;
    for (const int pixels : {8, 16, 32}) {
        nodes += grid(*this, pixels, constants);
        rows.push_back("rows" + std::to_string(pixels));
        if (!threeGrids)
            rows = {"rows8", "rows8"};
    }
    nodes += node("Concat", rows, "all", integer("axis", 2));
    nodes += node("Transpose", {"all"}, "output", integers("perm", {0, 2, 1}));
    const Bytes graph = nodes + nested(2, "tiny") + constants +
                        nested(11, value("images", {1, colours, fixedSide, fixedSide})) +
                        nested(12, value("output", {1, 0, 5 + classes}));
    return number(1, 7) + nested(7, graph) + nested(8, nested(1, "") + number(2, 11));
}

}  // namespace animatize::test
