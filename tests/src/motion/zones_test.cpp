#include "motion/zones.h"

#include "motion/motion_detector.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {
namespace {

WatchedGround ground(const std::string& text)
{
    WatchedGround ground;
    ground.prepare(text, reduced(cv::Mat(180, 320, CV_8U, cv::Scalar(0))));
    return ground;
}

}  // namespace

START_TEST(zonesAreReadWithQuotesAndBlanks)
{
    const auto zones = parseZones(
        " \"door : 0.1,0.2  0.4,0.2 0.4,0.9 ; -tree:0.6,0 1,0 1,0.5;!tv:0,0 1,0 1,1;\" ");
    ck_assert(bool(zones));
    ck_assert_int_eq(zones->size(), 3);
    ck_assert_str_eq((*zones)[0].name.c_str(), "door");
    ck_assert(!(*zones)[0].ignored);
    ck_assert_int_eq((*zones)[0].corners.size(), 3);
    ck_assert_double_eq((*zones)[0].corners[2].y, 0.9);
    ck_assert((*zones)[1].ignored && (*zones)[2].ignored);
    ck_assert_str_eq((*zones)[2].name.c_str(), "tv");
    ck_assert(parseZones("")->empty());
    ck_assert(parseZones("  ''  ")->empty());
}
END_TEST

START_TEST(errorsNameZoneAndPlace)
{
    const struct {
        const char* text;
        const char* parts[2];
    } cases[] = {
        {"door:0.1,0.2 0.4,0.2", {"door", "three corners"}},
        {"door:0.1,0.2 0.4,1.2 0.5,0.5", {"door", "0.4,1.2"}},
        {"door:0.1,0.2 -0.4,0.2 0.5,0.5", {"door", "-0.4,0.2"}},
        {"door:0.1,0.2 0.4;0.2 0.5,0.5", {"door", "\"0.4\""}},
        {"door:0.1,0.2 a,0.2 0.5,0.5", {"door", "a,0.2"}},
        {"door:0.1,0.2 nan,0.2 0.5,0.5", {"door", "nan,0.2"}},
        {"door 0.1,0.2 0.4,0.2 0.5,0.5", {"colon", "door"}},
        {":0.1,0.2 0.4,0.2 0.5,0.5", {"name is missing", "0.1,0.2"}},
        {"a:0,0 1,0 1,1;a:0,0 1,0 1,1", {"\"a\"", "twice"}},
        {"\"a:0,0 1,0 1,1", {"unbalanced", "a:0,0"}},
    };
    for (const auto& one : cases) {
        const Status status = MotionDetector::checkZones(one.text);
        ck_assert_msg(!status, "%s was accepted", one.text);
        for (const char* part : one.parts)
            ck_assert_msg(status.error().message.find(part) != std::string::npos, "%s: %s lacks %s",
                          one.text, status.error().message.c_str(), part);
    }
    ck_assert(bool(MotionDetector::checkZones("a:0,0 1,0 1,1")));
}
END_TEST

START_TEST(thereAreAtMost32Zones)
{
    std::string text;
    for (int i = 0; i < 32; ++i)
        text += "z" + std::to_string(i) + ":0,0 1,0 1,1;";
    ck_assert(bool(parseZones(text)));
    ck_assert(!parseZones(text + "more:0,0 1,0 1,1"));
}
END_TEST

START_TEST(withoutZonesTheWholeFrameIsWatched)
{
    ck_assert_int_eq(ground("").pixels(), 320 * 180);
    ck_assert(!ground("").partial());
    ck_assert_int_eq(ground("").zones().size(), 1);
    ck_assert_int_eq(ground("broken").pixels(), 320 * 180);
}
END_TEST

START_TEST(ignoredGroundIsTakenOutOfEveryZone)
{
    const auto half = ground("-left:0,0 0.5,0 0.5,1 0,1");
    ck_assert_double_eq_tol(half.pixels() / (320.0 * 180.0), 0.5, 0.01);
    ck_assert_int_eq(half.mask().at<uint8_t>(90, 40), 0);
    ck_assert_int_eq(half.mask().at<uint8_t>(90, 280), 255);
    const auto both = ground("top:0,0 1,0 1,0.5 0,0.5;-left:0,0 0.5,0 0.5,1 0,1");
    ck_assert_double_eq_tol(both.pixels() / (320.0 * 180.0), 0.25, 0.01);
    ck_assert_int_eq(both.zones()[0].box.x, 161);
    ck_assert(both.partial());
}
END_TEST

}  // namespace animatize::test

int main()
{
    using namespace animatize::test;
    return run("zones",
               {zonesAreReadWithQuotesAndBlanks, errorsNameZoneAndPlace, thereAreAtMost32Zones,
                withoutZonesTheWholeFrameIsWatched, ignoredGroundIsTakenOutOfEveryZone});
}
