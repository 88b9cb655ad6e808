#include "scene/scene_type_filter.h"

#include "frame/frame_time.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

// What the filter calls a scene for which `landscape` and `urban` speak.
std::string named(SceneTypeFilter& filter, double landscape, double urban, uint64_t now)
{
    SceneRecord record;
    record.sceneEvidence[0] = landscape;
    record.sceneEvidence[2] = urban;
    filter.apply(record, now);
    ck_assert(record.sceneType.has_value() == record.sceneConfidence.has_value());
    if (record.sceneConfidence) {
        ck_assert_double_ge(*record.sceneConfidence, 0.0);
        ck_assert_double_le(*record.sceneConfidence, 1.0);
    }
    return record.sceneType.value_or("");
}

}  // namespace

START_TEST(strongEvidenceHasANameAtOnce)
{
    SceneTypeFilter filter;
    ck_assert(named(filter, 0.8, 0.1, 0) == "landscape");
}
END_TEST

START_TEST(weakEvidenceHasNone)
{
    SceneTypeFilter filter;
    for (uint64_t i = 0; i < 20; ++i)
        ck_assert(named(filter, 0.3, 0.2, i * kSecond / 2) == "");
}
END_TEST

START_TEST(evidenceThatWaversKeepsItsName)
{
    SceneTypeFilter filter;
    for (uint64_t i = 1; i < 40; ++i) {
        const double more = i % 2 ? 0.1 : -0.1;
        ck_assert(named(filter, 0.5 + more, 0.5 - more, i * kSecond / 2) == "landscape");
    }
}
END_TEST

START_TEST(namesChangeAtMostOnceASecond)
{
    SceneTypeFilter filter;
    std::string before = named(filter, 0.9, 0.0, 0);
    uint64_t changed = 0;
    for (uint64_t now = 40 * kMillisecond; now < 30 * kSecond; now += 40 * kMillisecond) {
        const bool town = now / (700 * kMillisecond) % 2;
        const std::string name = named(filter, town ? 0.0 : 1.0, town ? 1.0 : 0.0, now);
        if (name != before) {
            ck_assert_uint_ge(now - changed, kSecond);
            changed = now;
            before = name;
        }
    }
}
END_TEST

START_TEST(aSceneThatReallyChangesIsRenamed)
{
    SceneTypeFilter filter;
    named(filter, 0.9, 0.0, 0);
    std::string name;
    for (uint64_t i = 1; i <= 8; ++i)
        name = named(filter, 0.0, 0.9, i * kSecond / 2);
    ck_assert_str_eq(name.c_str(), "urban");
}
END_TEST

START_TEST(anotherShotStartsAnew)
{
    SceneTypeFilter filter;
    named(filter, 0.9, 0.0, 0);
    filter.reset();
    ck_assert(named(filter, 0.0, 0.9, kMillisecond) == "urban");
}
END_TEST

START_TEST(aRivalLowersTheConfidence)
{
    SceneRecord alone, contested;
    alone.sceneEvidence[0] = contested.sceneEvidence[0] = 0.8;
    contested.sceneEvidence[2] = 0.7;
    SceneTypeFilter one, two;
    one.apply(alone, 0);
    two.apply(contested, 0);
    ck_assert_double_lt(*contested.sceneConfidence, *alone.sceneConfidence - 0.2);
}
END_TEST

START_TEST(allThatHaveEvidenceAreLabels)
{
    SceneTypeFilter filter;
    SceneRecord record;
    record.sceneEvidence = {0.6, 0.0, 0.0, 0.2, 0.7, 0.0, 0.0, 0.0, 0.5};
    filter.apply(record, 0);
    ck_assert_uint_eq(record.sceneTypes.size(), 3);
    ck_assert(record.sceneTypes[0].name == "sky" && record.sceneTypes[1].name == "landscape" &&
              record.sceneTypes[2].name == "wide");
    ck_assert(record.sceneTypes[0].name == *record.sceneType);
    ck_assert_double_eq(record.sceneTypes[1].confidence, 0.6);
}
END_TEST

START_TEST(labelsAreAtMostFourAndNoneWithoutEvidence)
{
    SceneTypeFilter filter;
    SceneRecord full, empty;
    full.sceneEvidence.fill(0.9);
    filter.apply(full, 0);
    ck_assert_uint_eq(full.sceneTypes.size(), 4);
    SceneTypeFilter other;
    other.apply(empty, 0);
    ck_assert(empty.sceneTypes.empty());
}
END_TEST

START_TEST(everyLabelStaysForASecond)
{
    SceneTypeFilter filter;
    bool before = true;
    uint64_t changed = 0;
    for (uint64_t now = 0; now < 30 * kSecond; now += 40 * kMillisecond) {
        SceneRecord record;
        record.sceneEvidence[0] = 0.9;
        record.sceneEvidence[4] = now / (1400 * kMillisecond) % 2 ? 0.0 : 0.85;
        filter.apply(record, now);
        const bool shown = record.sceneTypes.size() == 2;
        if (shown != before) {
            ck_assert_uint_ge(now - changed, kSecond);
            changed = now;
            before = shown;
        }
    }
    ck_assert_uint_gt(changed, 0);
}
END_TEST

int main()
{
    return run("scene-type-filter",
               {strongEvidenceHasANameAtOnce, weakEvidenceHasNone, evidenceThatWaversKeepsItsName,
                namesChangeAtMostOnceASecond, aSceneThatReallyChangesIsRenamed,
                anotherShotStartsAnew, aRivalLowersTheConfidence, allThatHaveEvidenceAreLabels,
                labelsAreAtMostFourAndNoneWithoutEvidence, everyLabelStaysForASecond});
}
