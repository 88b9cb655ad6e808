// Runs a list of gst-check cases as one suite: support/suite.h for tests that need GStreamer.
//
//   GST_START_TEST(startsAndStops) { ck_assert(...); } GST_END_TEST
//   int main(int argc, char** argv) { return runGst(argc, argv, "ladder", {CASE(startsAndStops)});
//   }
//
// CASES(f, n) runs f once for each of __i__ = 0 .. n-1. A critical or a warning of GLib fails the
// case.
#pragma once

#include <initializer_list>
#include <string>

#include <gst/check/gstcheck.h>
#undef fail  // streams have a function of this name

#define CASE(function)         \
    {                          \
        function, #function, 1 \
    }
#define CASES(function, count)     \
    {                              \
        function, #function, count \
    }

/// Texts that may be temporaries, which ck_assert_str_eq would have forgotten before it compares.
#define ASSERT_TEXT(got, wanted)                                                                   \
    do {                                                                                           \
        const std::string got_(got), wanted_(wanted);                                              \
        ck_assert_msg(got_ == wanted_, "%s is\n%s\nnot\n%s", #got, got_.c_str(), wanted_.c_str()); \
    } while (0)

namespace animatize::test {

struct Case {
    TFun function;
    const char* name;
    int runs;
};

int runGst(int argc, char** argv, const char* suite, std::initializer_list<Case> cases);

}  // namespace animatize::test
