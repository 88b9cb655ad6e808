// What picture an ONNX file wants, read without a library for it: what runs it doesn't tell.
//
// An ONNX file is a protocol buffer; its input is ModelProto.graph (7) .input (11) .type (2)
// .tensor_type (1) .shape (2) .dim (1), and those of GraphProto.initializer (5) are no inputs.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"

namespace animatize {

/// The sizes of the only input, 0 where one may be chosen. An error in words where the bytes are
/// no ONNX model or it has not exactly one input; the bytes may be anything.
Result<std::vector<int>> onnxInput(std::string_view bytes);

}  // namespace animatize
