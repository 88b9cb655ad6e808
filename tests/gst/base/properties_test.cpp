// Rows become GParamSpecs, values become settings, and a refused value changes nothing.
#include "gst/base/properties.h"

#include "support/suite.h"

using namespace animatize;

namespace {

struct Settings {
    bool flag = true;
    uint32_t number = 8;
    uint64_t time = 5;
    double share = 0.5;
    std::string text = "local";
    std::string kind = "flux";
    uint32_t parts = 6;
};

Status onlyShort(const std::string& text)
{
    return text.size() < 8 ? ok() : Status(Error{"too long"});
}

const std::vector<Property<Settings>> kRows = {
    {"flag", "a flag", &Settings::flag},
    {"number", "a number", &Settings::number, {1, 64}},
    {"time", "a time", &Settings::time},
    {"share", "a share", &Settings::share, {0.0, 1.0}},
    {"text", "a text", &Settings::text, {}, When::Ready, {}, onlyShort},
    {"kind", "a kind", &Settings::kind, {}, When::Playing, {"generic", "flux"}},
    {"parts", "some parts", &Settings::parts, {}, When::Playing, {"head", "body", "tail"}},
};

// A GValue of the row's own type.
struct Value {
    explicit Value(const Property<Settings>& row)
    {
        GParamSpec* spec = g_param_spec_ref_sink(specOf(row));
        g_value_init(&value, G_PARAM_SPEC_VALUE_TYPE(spec));
        g_param_spec_unref(spec);
    }
    ~Value() { g_value_unset(&value); }
    GValue value = G_VALUE_INIT;
};

}  // namespace

START_TEST(defaultsComeFromTheSettings)
{
    GParamSpec* number = g_param_spec_ref_sink(specOf(kRows[1]));
    ck_assert_uint_eq(G_PARAM_SPEC_UINT(number)->default_value, 8);
    ck_assert_uint_eq(G_PARAM_SPEC_UINT(number)->minimum, 1);
    ck_assert_uint_eq(G_PARAM_SPEC_UINT(number)->maximum, 64);
    ck_assert(number->flags & GST_PARAM_MUTABLE_PLAYING);
    g_param_spec_unref(number);
    GParamSpec* time = g_param_spec_ref_sink(specOf(kRows[2]));
    ck_assert_uint_eq(G_PARAM_SPEC_UINT64(time)->minimum, 0);
    ck_assert_uint_eq(G_PARAM_SPEC_UINT64(time)->maximum, G_MAXUINT64);
    g_param_spec_unref(time);
}
END_TEST

START_TEST(choicesAreAnEnumOutsideAndATextInside)
{
    GParamSpec* spec = g_param_spec_ref_sink(specOf(kRows[5]));
    ck_assert_int_eq(G_PARAM_SPEC_ENUM(spec)->default_value, 1);
    ck_assert_str_eq(g_type_name(G_PARAM_SPEC_VALUE_TYPE(spec)), "AnimatizeKind");
    g_param_spec_unref(spec);
    Settings settings;
    Value value(kRows[5]);
    g_value_set_enum(&value.value, 0);
    set(kRows[5], &value.value, settings);
    ck_assert_str_eq(settings.kind.c_str(), "generic");
    get(kRows[5], &value.value, Settings{});
    ck_assert_int_eq(g_value_get_enum(&value.value), 1);
}
END_TEST

START_TEST(choicesOfANumberAreFlags)
{
    GParamSpec* spec = g_param_spec_ref_sink(specOf(kRows[6]));
    ck_assert_uint_eq(G_PARAM_SPEC_FLAGS(spec)->default_value, 6);
    ck_assert_str_eq(g_type_name(G_PARAM_SPEC_VALUE_TYPE(spec)), "AnimatizeParts");
    g_param_spec_unref(spec);
    ck_assert_uint_eq(flagsType("parts", {}), g_type_from_name("AnimatizeParts"));
    Settings settings;
    Value value(kRows[6]);
    ck_assert(gst_value_deserialize(&value.value, "head+tail"));
    set(kRows[6], &value.value, settings);
    ck_assert_uint_eq(settings.parts, 5);
    get(kRows[6], &value.value, Settings{});
    char* text = gst_value_serialize(&value.value);
    ck_assert_str_eq(text, "body+tail");
    g_free(text);
}
END_TEST

START_TEST(everyTypeGoesThereAndBack)
{
    Settings changed{false, 9, 6, 0.25, "x", "generic", 3};
    Settings settings;
    for (const Property<Settings>& row : kRows) {
        Value value(row);
        get(row, &value.value, changed);
        set(row, &value.value, settings);
    }
    ck_assert(!settings.flag);
    ck_assert_uint_eq(settings.number, 9);
    ck_assert_uint_eq(settings.parts, 3);
    ck_assert_uint_eq(settings.time, 6);
    ck_assert_double_eq(settings.share, 0.25);
    ck_assert_str_eq(settings.text.c_str(), "x");
    ck_assert_str_eq(settings.kind.c_str(), "generic");
}
END_TEST

START_TEST(checksSayWhatIsWrong)
{
    Value value(kRows[4]);
    g_value_set_string(&value.value, "much too long");
    const Status status = check(kRows[4], &value.value);
    ck_assert(!status);
    ck_assert_str_eq(status.error().message.c_str(), "too long");
    g_value_set_string(&value.value, nullptr);
    ck_assert(static_cast<bool>(check(kRows[4], &value.value)));
}
END_TEST

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    return animatize::test::run(
        "properties", {defaultsComeFromTheSettings, choicesAreAnEnumOutsideAndATextInside,
                       choicesOfANumberAreFlags, everyTypeGoesThereAndBack, checksSayWhatIsWrong});
}
