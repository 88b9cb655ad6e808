// Runs a list of libcheck cases as one suite.
//
//   START_TEST(aStillCameraIsStatic) { ck_assert_str_eq(...); } END_TEST
//   int main() { return animatize::test::run("camera", {aStillCameraIsStatic}); }
#pragma once

#include <initializer_list>

#include <check.h>
#undef fail  // streams have a function of this name

namespace animatize::test {

int run(const char* suite, std::initializer_list<const TTest*> cases);

}  // namespace animatize::test
