// The date, as YYYY-MM-DD in UTC: what sunsets are compared with.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace animatize {

inline std::string today()
{
    const auto days = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const std::chrono::year_month_day date(days);
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()) % 10000,
                  static_cast<unsigned>(date.month()) % 100,
                  static_cast<unsigned>(date.day()) % 100);
    return text;
}

}  // namespace animatize
