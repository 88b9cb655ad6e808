#include "record/record.h"

#include <limits>

#include "support/suite.h"

using namespace animatize;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Record scene()
{
    Record thirds;
    thirds.add("left", 0.25).add("name", "thirds");
    Record composition;
    composition.add("symmetry", 0.5).add("thirds", thirds);
    Record scene("AnimatizeScene");
    scene.add("shot-id", uint64_t{7})
        .add("version", uint32_t{1})
        .add("frozen", true)
        .add("state", "normal")
        .add("start", Nanoseconds{40})
        .add("composition", composition)
        .add("objects", RecordList{Record("object").add("class", "person"), Record("object")});
    return scene;
}

}  // namespace

START_TEST(fieldsKeepTheirOrderAndNames)
{
    const Record record = scene();
    ck_assert_str_eq(record.name().c_str(), "AnimatizeScene");
    const char* names[] = {"shot-id", "version",     "frozen", "state",
                           "start",   "composition", "objects"};
    ck_assert_uint_eq(record.fields().size(), std::size(names));
    for (size_t i = 0; i < std::size(names); ++i)
        ck_assert_str_eq(record.fields()[i].name.c_str(), names[i]);
    ck_assert(!record.empty());
    ck_assert(Record().empty());
}
END_TEST

START_TEST(pathsLeadIntoNestedRecords)
{
    const Record record = scene();
    ck_assert(record.number("composition.symmetry") == 0.5);
    ck_assert(record.number("composition.thirds.left") == 0.25);
    ck_assert(record.text("composition.thirds.name") == "thirds");
    for (const char* path :
         {"", ".", "composition.", ".symmetry", "composition.none", "composition.symmetry.more",
          "state.length", "symmetry", "objects.class"})
        ck_assert_msg(record.find(path) == nullptr, "path '%s'", path);
    ck_assert_ptr_nonnull(record.find("composition"));
}
END_TEST

START_TEST(numbersAndFlagsReadAsNumbers)
{
    const Record record = scene();
    ck_assert(record.number("shot-id") == 7.0);
    ck_assert(record.number("version") == 1.0);
    ck_assert(record.number("frozen") == 1.0);
    ck_assert(Record().add("frozen", false).number("frozen") == 0.0);
    ck_assert(!record.number("state").has_value());
    ck_assert(!record.number("composition").has_value());
    ck_assert(!record.number("none").has_value());
}
END_TEST

START_TEST(onlyTextsReadAsTexts)
{
    const Record record = scene();
    ck_assert(record.text("state") == "normal");
    ck_assert(!record.text("version").has_value());
    ck_assert(!record.text("none").has_value());
}
END_TEST

START_TEST(listsAreFound)
{
    const Record record = scene();
    const RecordList* objects = record.list("objects");
    ck_assert_ptr_nonnull(objects);
    ck_assert_uint_eq(objects->size(), 2);
    ck_assert(objects->front().text("class") == "person");
    ck_assert_ptr_null(record.list("state"));
    ck_assert_ptr_null(record.list("none"));
}
END_TEST

START_TEST(whatCantBeKnownIsLeftOut)
{
    Record record;
    record.add("nan", kNan).add("up", kInfinity).add("down", -kInfinity);
    record.add("empty", std::optional<double>()).add("unknown", std::optional<double>(kNan));
    record.add("nothing", record.text("none"));
    ck_assert(record.empty());
    record.add("there", std::optional<double>(0.5)).add("text", std::optional<std::string>("x"));
    ck_assert_uint_eq(record.fields().size(), 2);
    ck_assert(record.number("there") == 0.5);
}
END_TEST

START_TEST(everyKindOfTextIsAText)
{
    const std::string text = "string";
    const std::string_view view = "view";
    Record record;
    record.add("a", "literal").add("b", text).add("c", view);
    ck_assert(record.text("a") == "literal");
    ck_assert(record.text("b") == "string");
    ck_assert(record.text("c") == "view");
}
END_TEST

START_TEST(aRecordThatIsFilledAgainIsAFreshOne)
{
    const auto fill = [](Record& record, size_t things, const char* extra) {
        record.clear();
        record.add("a", uint32_t{1}).add("text", extra);
        RecordList& list = record.addList("things", things, "thing");
        for (Record& thing : list)
            thing.add("x", 0.5);
        if (things > 1)
            record.add("many", true);
    };
    Record again("r");
    for (const size_t things : {size_t{3}, size_t{0}, size_t{2}, size_t{1}}) {
        const std::string text =
            "some text that is long enough to need memory " + std::string(things, 'x');
        fill(again, things, text.c_str());
        Record fresh("r");
        fill(fresh, things, text.c_str());
        ck_assert(again == fresh);
        ck_assert_uint_eq(again.list("things")->size(), things);
        ck_assert(things == 0 || again.list("things")->front().name() == "thing");
        ck_assert((again.find("many") != nullptr) == (things > 1));
    }
    again.clear();
    ck_assert(again.empty() && !again.find("a"));
    // Another order of fields, other types: nothing of before shines through.
    again.add("text", 2.0).add("things", "none");
    ck_assert(again.number("text") == 2.0 && again.text("things") == "none");
}
END_TEST

START_TEST(joinedRecordsKeepTheirOwnFields)
{
    Record own("own");
    own.add("a", uint32_t{1}).add("b", uint32_t{2});
    own.append(Record("other").add("b", uint32_t{9}).add("c", uint32_t{3}));
    ck_assert_str_eq(own.name().c_str(), "own");
    ck_assert_uint_eq(own.fields().size(), 3);
    ck_assert(own.number("b") == 2.0);
    ck_assert(own.number("c") == 3.0);
}
END_TEST

START_TEST(recordsAreEqualByContent)
{
    ck_assert(scene() == scene());
    ck_assert(!(scene() == scene().add("more", true)));
    ck_assert(!(Record("a") == Record("b")));
    ck_assert(!(Record().add("a", uint32_t{1}) == Record().add("a", uint64_t{1})));
    Record moved = scene();
    const Record copy = moved;
    const Record taken = std::move(moved);
    ck_assert(taken == copy);
}
END_TEST

int main()
{
    return animatize::test::run(
        "record",
        {fieldsKeepTheirOrderAndNames, pathsLeadIntoNestedRecords, numbersAndFlagsReadAsNumbers,
         onlyTextsReadAsTexts, listsAreFound, whatCantBeKnownIsLeftOut, everyKindOfTextIsAText,
         joinedRecordsKeepTheirOwnFields, recordsAreEqualByContent,
         aRecordThatIsFilledAgainIsAFreshOne});
}
