// An XMP packet inside a PNG file: an uncompressed iTXt chunk with the keyword "XML:com.adobe.xmp"
// right behind the header, before the pixels (XMP Specification Part 3, 1.1.5; PNG, 11.3.4.5).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace animatize {

/// The file with the packet in it and all else as it was. `png` should have none yet: a file may
/// hold one. Errors: no PNG file; a packet that a chunk can't hold (2 GiB).
Result<std::vector<uint8_t>> withXmp(std::vector<uint8_t> png, std::string_view packet);

}  // namespace animatize
