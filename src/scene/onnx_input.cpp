#include "scene/onnx_input.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace animatize {
namespace {

// One field of a message: a number, or the bytes of what is nested. Fixed ones are bytes too.
struct ProtoField {
    uint64_t number = 0;
    uint64_t value = 0;
    std::string_view bytes;
};

// Reads the fields of a message one by one; stops, and says so, where the bytes make no sense.
class ProtoReader {
  public:
    explicit ProtoReader(std::string_view bytes) : rest_(bytes) {}
    bool broken() const { return broken_; }

    std::optional<ProtoField> next()
    {
        if (rest_.empty() || broken_)
            return std::nullopt;
        const uint64_t key = varint();
        ProtoField field{key >> 3, 0, {}};
        switch (key & 7) {
            case 0:
                field.value = varint();
                break;
            case 1:
                field.bytes = take(8);
                break;
            case 2:
                field.bytes = take(varint());
                break;
            case 5:
                field.bytes = take(4);
                break;
            default:
                broken_ = true;
        }
        return broken_ ? std::nullopt : std::optional(field);
    }

  private:
    uint64_t varint()
    {
        uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const std::string_view one = take(1);
            if (one.empty())
                return 0;
            const auto byte = static_cast<uint8_t>(one[0]);
            value |= static_cast<uint64_t>(byte & 127) << shift;
            if (byte < 128)
                return value;
        }
        broken_ = true;
        return 0;
    }

    std::string_view take(uint64_t count)
    {
        broken_ |= count > rest_.size();
        if (broken_)
            return {};
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }

    std::string_view rest_;
    bool broken_ = false;
};

/// The last nested message of that number; empty when there is none.
std::string_view nested(std::string_view bytes, uint64_t number)
{
    ProtoReader reader(bytes);
    std::string_view found;
    while (const auto field = reader.next())
        if (field->number == number)
            found = field->bytes;
    return found;
}

int sizeOf(std::string_view dimension)
{
    ProtoReader reader(dimension);
    uint64_t size = 0;
    while (const auto field = reader.next())
        if (field->number == 1)
            size = field->value;
    return size <= static_cast<uint64_t>(std::numeric_limits<int>::max()) ? static_cast<int>(size)
                                                                          : 0;
}

std::vector<int> shapeOf(std::string_view input)
{
    std::vector<int> shape;
    ProtoReader reader(nested(nested(nested(input, 2), 1), 2));
    while (const auto field = reader.next())
        if (field->number == 1)
            shape.push_back(sizeOf(field->bytes));
    return shape;
}

uint64_t bytesOf(uint64_t type)
{
    switch (type) {  // TensorProto.DataType
        case 1:      // float
        case 6:      // int32
            return 4;
        case 7:   // int64
        case 11:  // double
            return 8;
        default:
            return 0;
    }
}

// Whether a constant has as many bytes as its sizes say: OpenCV reads them unseen.
bool isWhole(std::string_view constant)
{
    constexpr uint64_t kMost = uint64_t{1} << 31;
    uint64_t count = 1, type = 0;
    bool data = false;
    std::string_view raw;
    ProtoReader reader(constant);
    while (const auto field = reader.next()) {
        if (field->number == 1 && field->bytes.empty())
            count = field->value > kMost ? kMost : std::min(kMost, count * field->value);
        if (field->number == 2)
            type = field->value;
        if (field->number == 9)
            raw = field->bytes;
        data |= (field->number >= 4 && field->number <= 7) || field->number == 10 ||
                field->number == 11;
    }
    if (reader.broken())
        return false;
    return raw.empty() ? data || count == 0
                       : bytesOf(type) == 0 || raw.size() == count * bytesOf(type);
}

}  // namespace

Result<std::vector<int>> onnxInput(std::string_view bytes)
{
    ProtoReader model(bytes);
    std::string_view graph;
    while (const auto field = model.next())
        if (field->number == 7)
            graph = field->bytes;
    if (model.broken() || graph.empty())
        return Error{"it is no ONNX model, or not a whole one"};
    std::vector<std::string_view> inputs, constants;
    ProtoReader reader(graph);
    while (const auto field = reader.next()) {
        if (field->number == 11)
            inputs.push_back(field->bytes);
        if (field->number != 5)
            continue;
        if (!isWhole(field->bytes))
            return Error{"it is no ONNX model, or not a whole one"};
        constants.push_back(nested(field->bytes, 8));
    }
    if (reader.broken())
        return Error{"it is no ONNX model, or not a whole one"};
    std::sort(constants.begin(), constants.end());
    std::erase_if(inputs, [&](std::string_view input) {
        return std::binary_search(constants.begin(), constants.end(), nested(input, 1));
    });
    if (inputs.size() != 1)
        return Error{"it has " + std::to_string(inputs.size()) + " inputs, and a detector has one"};
    return shapeOf(inputs[0]);
}

}  // namespace animatize
