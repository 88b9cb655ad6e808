// SHA-256 (FIPS 180-4), of one text or of parts.
//
//   const std::string digits = sha256(bytes);                   // 64 hexadecimal digits, lower
//   Sha256().addField(name).addField(value).digest();           // parts that can't run
//   together
//
// A field goes in with its length before it, so that "ab" + "c" and "a" + "bc" are different.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

typedef struct _GChecksum GChecksum;  // NOLINT(bugprone-reserved-identifier): GLib's own

namespace animatize {

class Sha256 {
  public:
    using Digest = std::array<uint8_t, 32>;

    Sha256();

    Sha256& add(std::string_view bytes);
    /// As 8 bytes, lowest first.
    Sha256& addNumber(uint64_t number);
    /// Its length as a number, then the bytes.
    Sha256& addField(std::string_view bytes);

    /// Both end it: nothing can be added afterwards.
    Digest digest();
    std::string hex();

  private:
    struct Free {
        void operator()(GChecksum* sum) const;
    };
    std::unique_ptr<GChecksum, Free> sum_;
};

/// In 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

}  // namespace animatize
