// LeakyMean: a mean that forgets with a time constant, right from its first value on.
#pragma once

#include <cmath>

namespace animatize {

class LeakyMean {
  public:
    /// `seconds` since the last value; a value weighs less the longer ago it is.
    void add(double value, double seconds, double timeConstant)
    {
        const double fresh = 1.0 - std::exp(-seconds / timeConstant);
        sum_ += fresh * (value - sum_);
        weight_ += fresh * (1.0 - weight_);
    }
    /// 0 before the first value.
    double value() const { return weight_ > 0.0 ? sum_ / weight_ : 0.0; }
    void clear() { sum_ = weight_ = 0.0; }

  private:
    double sum_ = 0.0;
    double weight_ = 0.0;
};

}  // namespace animatize
