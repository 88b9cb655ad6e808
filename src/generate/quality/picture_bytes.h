// Numbers in the bytes of a file, none of which may be there: what is read beyond the end is 0.
#pragma once

#include <cstdint>
#include <string_view>

namespace animatize {

class PictureBytes {
  public:
    explicit PictureBytes(std::string_view bytes) : bytes_(bytes) {}

    size_t size() const { return bytes_.size(); }
    bool has(size_t at, size_t count) const { return at <= size() && count <= size() - at; }
    /// `count` bytes from `at`, or those that are there.
    std::string_view part(size_t at, size_t count) const
    {
        return at < size() ? bytes_.substr(at, count) : std::string_view();
    }
    /// The number that `count` bytes are (1..4), most significant first.
    uint32_t big(size_t at, size_t count) const
    {
        uint32_t number = 0;
        for (size_t i = 0; i < count; ++i)
            number = number << 8 | byte(at + i);
        return number;
    }
    /// The same, least significant first.
    uint32_t little(size_t at, size_t count) const
    {
        uint32_t number = 0;
        for (size_t i = count; i-- > 0;)
            number = number << 8 | byte(at + i);
        return number;
    }

  private:
    uint32_t byte(size_t at) const { return at < size() ? static_cast<uint8_t>(bytes_[at]) : 0; }

    std::string_view bytes_;
};

}  // namespace animatize
