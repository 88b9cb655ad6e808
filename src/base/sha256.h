#pragma once
#include <string>
namespace animatize { std::string sha256(const std::string& bytes); }
