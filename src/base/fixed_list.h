// FixedList: a few values in place, so that what has one needs no memory of its own.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>

namespace animatize {

template <class T, size_t kMost>
class FixedList {
  public:
    FixedList() = default;
    FixedList(std::initializer_list<T> values)
    {
        for (const T& value : values)
            push_back(value);
    }

    /// Values beyond kMost are dropped.
    void push_back(const T& value)
    {
        if (size_ < kMost)
            values_[size_++] = value;
    }
    void clear() { size_ = 0; }
    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T* begin() const { return values_.data(); }
    const T* end() const { return values_.data() + size_; }
    operator std::span<const T>() const { return {values_.data(), size_}; }

  private:
    std::array<T, kMost> values_{};
    size_t size_ = 0;
};

}  // namespace animatize
