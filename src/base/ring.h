// Ring: the last few values, in place. What is full forgets its oldest.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace animatize {

template <class T, size_t kMost>
class Ring {
  public:
    void push_back(const T& value)
    {
        if (size_ == kMost)
            pop_front();
        values_[(first_ + size_++) % kMost] = value;
    }
    /// Only when it isn't empty, as front() and back().
    void pop_front()
    {
        first_ = (first_ + 1) % kMost;
        --size_;
    }
    void clear() { first_ = size_ = 0; }
    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// 0 is the oldest.
    const T& operator[](size_t index) const { return values_[(first_ + index) % kMost]; }
    const T& front() const { return (*this)[0]; }
    const T& back() const { return (*this)[size_ - 1]; }

  private:
    std::array<T, kMost> values_{};
    size_t first_ = 0, size_ = 0;
};

/// What `of` says of the elements: the one that `n` others are not above. `n` < size().
template <class T, size_t kMost, class Of>
auto nthOf(const Ring<T, kMost>& ring, size_t n, Of of)
{
    std::array<decltype(of(ring[0])), kMost> values{};
    for (size_t i = 0; i < ring.size(); ++i)
        values[i] = of(ring[i]);
    const auto nth = values.begin() + n;
    std::nth_element(values.begin(), nth, values.begin() + ring.size());
    return *nth;
}

}  // namespace animatize
