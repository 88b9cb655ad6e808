#include "record/json.h"

#include <cfloat>
#include <clocale>

#include <json-glib/json-glib.h>

#include "support/suite.h"

using namespace animatize;

namespace {

void assertText(const std::string& got, const std::string& expected)
{
    ck_assert_msg(got == expected, "got %s, not %s", got.c_str(), expected.c_str());
}

void assertJson(const Record& record, const char* expected)
{
    assertText(toJson(record), expected);
}

std::string number(double value)
{
    const std::string json = toJson(Record().add("n", value));
    return json.substr(5, json.size() - 6);
}

// What an independent reader of JSON makes of a text; fails where it isn't JSON.
std::string readBack(const std::string& text)
{
    JsonParser* parser = json_parser_new();
    const std::string json = toJson(Record().add("text", text));
    ck_assert_msg(
        json_parser_load_from_data(parser, json.data(), static_cast<gssize>(json.size()), nullptr),
        "not JSON: %s", json.c_str());
    const std::string read =
        json_object_get_string_member(json_node_get_object(json_parser_get_root(parser)), "text");
    g_object_unref(parser);
    return read;
}

}  // namespace

START_TEST(everyKindOfValueIsWritten)
{
    Record record("Ignored");
    record.add("flag", true)
        .add("off", false)
        .add("small", uint32_t{4294967295u})
        .add("large", UINT64_MAX)
        .add("share", 0.25)
        .add("word", "pan-left")
        .add("start", Nanoseconds{1000000000})
        .add("nested", Record("x").add("a", uint32_t{1}))
        .add("list", RecordList{Record().add("b", 2.0), Record().add("b", 3.0)});
    assertJson(record,
               "{\"flag\":true,\"off\":false,\"small\":4294967295,"
               "\"large\":18446744073709551615,\"share\":0.25,\"word\":\"pan-left\","
               "\"start\":1000000000,\"nested\":{\"a\":1},\"list\":[{\"b\":2},{\"b\":3}]}");
}
END_TEST

START_TEST(emptyThingsAreWritten)
{
    assertJson(Record(), "{}");
    assertJson(Record().add("a", "").add("b", Record()).add("c", RecordList()),
               "{\"a\":\"\",\"b\":{},\"c\":[]}");
}
END_TEST

START_TEST(unknownTimesAreLeftOut)
{
    assertJson(Record().add("start", Nanoseconds{}), "{}");
    assertJson(Record().add("start", Nanoseconds{}).add("a", true), "{\"a\":true}");
    assertJson(Record().add("a", true).add("start", Nanoseconds{}), "{\"a\":true}");
    assertJson(Record().add("n", Record().add("start", Nanoseconds{})), "{\"n\":{}}");
}
END_TEST

START_TEST(doublesHaveSixSignificantDigits)
{
    const std::pair<double, const char*> expected[] = {{0.0, "0"},
                                                       {1.0, "1"},
                                                       {0.1, "0.1"},
                                                       {1.0 / 3.0, "0.333333"},
                                                       {-2.0 / 3.0, "-0.666667"},
                                                       {123456.7, "123457"},
                                                       {1e6, "1e+06"},
                                                       {1234567.0, "1.23457e+06"},
                                                       {0.00001234567, "1.23457e-05"},
                                                       {100.0, "100"},
                                                       {359.9999999, "360"}};
    for (const auto& [value, text] : expected)
        assertText(number(value), text);
}
END_TEST

START_TEST(extremeDoublesStayNumbers)
{
    for (const double value : {DBL_MAX, -DBL_MAX, DBL_MIN, DBL_TRUE_MIN, -0.0, DBL_EPSILON}) {
        JsonParser* parser = json_parser_new();
        const std::string json = "[" + number(value) + "]";
        ck_assert_msg(json_parser_load_from_data(parser, json.c_str(), -1, nullptr), "%s",
                      json.c_str());
        g_object_unref(parser);
    }
}
END_TEST

START_TEST(theLocaleDoesntMatter)
{
    // Many desktops run with a decimal comma.
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
        if (setlocale(LC_ALL, name))
            break;
    assertText(number(0.5), "0.5");
    setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(quotesAndControlsAreEscaped)
{
    assertJson(Record().add("t", "a\"b\\c\nd\te\rf\x01g\x1fh\x7f/"),
               "{\"t\":\"a\\\"b\\\\c\\nd\\te\\u000df\\u0001g\\u001fh\x7f/\"}");
    assertJson(Record().add("a\"b", true), "{\"a\\\"b\":true}");
}
END_TEST

START_TEST(everyByteComesBack)
{
    std::string controls;
    for (char c = 1; c < 127; ++c)
        controls += c;
    assertText(readBack(controls), controls);
    const char* text = "Größe \xe2\x82\xac \xf0\x9f\x8e\xac \xe4\xb8\xad\xe6\x96\x87";
    assertText(readBack(text), text);
}
END_TEST

START_TEST(bytesThatAreNoUtf8AreReplaced)
{
    const std::string bad[] = {
        "\xff",     "a\xc3",        "\xed\xa0\x80",         "\xc0\xaf", "\xf8\x88\x80",
        "\x80\x80", "ok\xfe\xfeok", std::string("n\0l", 3), "\xe2\x82", "\xf4\x90\x80\x80"};
    for (const std::string& text : bad) {
        const std::string read = readBack(text);
        ck_assert(g_utf8_validate(read.c_str(), -1, nullptr));
        ck_assert(read.find("\xef\xbf\xbd") != std::string::npos);
    }
    assertText(readBack("ok\xfeok"), "ok\xef\xbf\xbdok");
}
END_TEST

START_TEST(aLineCarriesSchemaTypeAndTime)
{
    const Record record = Record("m").add("intensity", 0.5);
    assertText(
        jsonLine("motion", 40000000, record),
        "{\"schema\":\"animatize/1\",\"type\":\"motion\",\"pts\":40000000,\"intensity\":0.5}");
    assertText(jsonLine("motion", std::nullopt, record),
               "{\"schema\":\"animatize/1\",\"type\":\"motion\",\"intensity\":0.5}");
    assertText(jsonLine("summary", std::nullopt, Record()),
               "{\"schema\":\"animatize/1\",\"type\":\"summary\"}");
}
END_TEST

START_TEST(valuesAloneAreTexts)
{
    assertText(plainText("a \"b\"\n").value(), "a \"b\"\n");
    assertText(plainText(0.25).value(), "0.25");
    assertText(plainText(true).value(), "true");
    assertText(plainText(UINT64_MAX).value(), "18446744073709551615");
    assertText(plainText(Nanoseconds{7}).value(), "7");
    assertText(plainText(Record().add("a", true)).value(), "{\"a\":true}");
    ck_assert(!plainText(Nanoseconds{}));
}
END_TEST

START_TEST(aLineIsOneLine)
{
    const std::string line = jsonLine("prompt", 0, Record().add("text", "two\nlines\r\n"));
    ck_assert(line.find('\n') == std::string::npos);
    ck_assert(line.find('\r') == std::string::npos);
}
END_TEST

int main()
{
    return animatize::test::run(
        "json", {everyKindOfValueIsWritten, emptyThingsAreWritten, unknownTimesAreLeftOut,
                 doublesHaveSixSignificantDigits, extremeDoublesStayNumbers, theLocaleDoesntMatter,
                 quotesAndControlsAreEscaped, everyByteComesBack, bytesThatAreNoUtf8AreReplaced,
                 aLineCarriesSchemaTypeAndTime, aLineIsOneLine, valuesAloneAreTexts});
}
