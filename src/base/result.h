// Result<T>: a value, or an error in words that a person can act on. Result<T, E> has an error
// that says more.
//
//   Result<Image> image = decode(bytes);
//   if (!image) return image.error();          // passes the sentence on
//   show(*image);
//
// No exception crosses a function that returns a Result.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace animatize {

/// A sentence for the person who has to mend it: what is wrong, where, and what would be right.
struct Error {
    std::string message;
};

template <typename T, typename E = Error>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
    Result(E error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    explicit operator bool() const { return std::holds_alternative<T>(state_); }
    T& operator*() { return get(); }
    const T& operator*() const { return std::get<T>(state_); }
    T* operator->() { return &get(); }
    const T* operator->() const { return &std::get<T>(state_); }
    /// Only when there is no value.
    const E& error() const { return std::get<E>(state_); }

  private:
    T& get() { return std::get<T>(state_); }
    std::variant<T, E> state_;
};

/// Result of what has nothing to return: success, or an error.
using Status = Result<std::monostate>;
inline Status ok()
{
    return std::monostate{};
}

}  // namespace animatize
