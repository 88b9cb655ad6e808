// What nearly every file of the core pulls in; only speeds the build up, every
// file still includes what it uses.
#ifndef ANIMATIZE_CORE_PCH_H
#define ANIMATIZE_CORE_PCH_H

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#endif
