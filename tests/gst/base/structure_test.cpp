// What the core says arrives in a GstStructure, with the contract's types, and comes back whole.
#include "gst/base/structure.h"

#include <cmath>

#include "support/suite.h"

using namespace animatize;

namespace {

Record full()
{
    Record region("region");
    region.add("id", Record::Value(uint64_t{3})).add("x", 0.25);
    Record colours("colours");
    colours.add("red", 0.5);
    Record record("test");
    record.add("flag", Record::Value(true))
        .add("count", Record::Value(uint32_t{2}))
        .add("time", Record::Value(UINT64_C(1) << 60))
        .add("share", 0.125)
        .add("text", "caf\xc3\xa9")
        .add("colours", Record::Value(colours))
        .add("regions", Record::Value(RecordList{region, region}));
    return record;
}

}  // namespace

START_TEST(aRecordComesBackWhole)
{
    const Record record = full();
    const StructureRef structure = toStructure(record, "test");
    ck_assert(toRecord(structure.get()) == record);
}
END_TEST

START_TEST(fieldsHaveTheContractsTypes)
{
    const StructureRef structure = toStructure(full(), "test");
    const auto type = [&](const char* field) {
        return gst_structure_get_field_type(structure.get(), field);
    };
    ck_assert(type("flag") == G_TYPE_BOOLEAN);
    ck_assert(type("count") == G_TYPE_UINT);
    ck_assert(type("time") == G_TYPE_UINT64);
    ck_assert(type("share") == G_TYPE_DOUBLE);
    ck_assert(type("text") == G_TYPE_STRING);
    ck_assert(type("colours") == GST_TYPE_STRUCTURE);
    ck_assert(type("regions") == GST_TYPE_ARRAY);
}
END_TEST

START_TEST(unknownTimesAreNone)
{
    Record record;
    record.add("timestamp", Nanoseconds{}).add("duration", Nanoseconds{5});
    const StructureRef structure = toStructure(record, "test");
    guint64 time = 0;
    ck_assert(gst_structure_get_uint64(structure.get(), "timestamp", &time));
    ck_assert(time == GST_CLOCK_TIME_NONE);
    ck_assert(gst_structure_get_uint64(structure.get(), "duration", &time));
    ck_assert(time == 5);
}
END_TEST

START_TEST(whatIsNoNumberIsLeftOut)
{
    Record record;
    record.add("nan", std::nan("")).add("infinite", HUGE_VAL).add("number", 1.0);
    const StructureRef structure = toStructure(record, "test");
    ck_assert_int_eq(gst_structure_n_fields(structure.get()), 1);
}
END_TEST

START_TEST(foreignTypesAreLeftOut)
{
    const StructureRef structure(gst_structure_new("test", "fraction", GST_TYPE_FRACTION, 1, 2,
                                                   "text", G_TYPE_STRING, "x", nullptr));
    const Record record = toRecord(structure.get());
    ck_assert_uint_eq(record.fields().size(), 1);
    ck_assert(record.text("text") == "x");
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    return animatize::test::run(
        "structure", {aRecordComesBackWhole, fieldsHaveTheContractsTypes, unknownTimesAreNone,
                      whatIsNoNumberIsLeftOut, foreignTypesAreLeftOut});
}
