// JSON as a tree: reading, writing, pointers, merging.
#include "record/json_value.h"

#include "support/suite.h"

using namespace animatize;

namespace {

JsonValue json(const std::string& text)
{
    const Result<JsonValue> value = parseJson(text, "text");
    ck_assert_msg(static_cast<bool>(value), "%s", value ? "" : value.error().message.c_str());
    return *value;
}

void isJson(const JsonValue& value, const std::string& wanted)
{
    const std::string text = toJson(value);
    ck_assert_str_eq(text.c_str(), wanted.c_str());
}

void findsAt(const std::string& document, const std::string& pointer, const std::string& wanted)
{
    const JsonValue value = json(document);
    const JsonValue* found = value.find(pointer);
    const std::string text = found ? toJson(*found) : "nothing";
    ck_assert_msg(text == wanted, "%s in %s: %s instead of %s", pointer.c_str(), document.c_str(),
                  text.c_str(), wanted.c_str());
}

void mergesTo(const std::string& target, const std::string& patch, const std::string& wanted)
{
    JsonValue value = json(target);
    mergePatch(value, json(patch));
    isJson(value, wanted);
}

}  // namespace

START_TEST(whatIsReadIsWrittenAgain)
{
    for (const std::string text :
         {"{\"b\":[1,2.5,-3,1e+300,true,false,null],\"a\":{\"x\":\"\\\"\\\\\\n\"}}",
          "[9007199254740991,0.1]", "\"text\"", "[]", "{}", "null"})
        isJson(json(text), text);
}
END_TEST

START_TEST(whatIsNotJsonIsAnErrorThatNamesTheSource)
{
    for (const std::string& text : {std::string(), std::string("{\"a\":"), std::string(40, '[')}) {
        const Result<JsonValue> value = parseJson(text, "the answer");
        ck_assert(!value);
        ck_assert(value.error().message.starts_with("the answer: "));
    }
}
END_TEST

START_TEST(pointersFind)
{
    const std::string document =
        "{\"a\":[{\"b\":1},{\"c\":2},{\"c\":3}],\"x/y\":4,\"~\":5,\"n\":null,\"\":6}";
    findsAt(document, "/a/0/b", "1");
    findsAt(document, "/a/2", "{\"c\":3}");
    findsAt(document, "/a/3", "nothing");
    findsAt(document, "/a/-1", "nothing");
    findsAt(document, "/a/1x", "nothing");
    findsAt(document, "/x~1y", "4");
    findsAt(document, "/~0", "5");
    findsAt(document, "/n", "nothing");
    findsAt(document, "/", "6");
    findsAt(document, "a", "nothing");
    findsAt("3", "/a", "nothing");
    findsAt("3", "", "3");
}
END_TEST

START_TEST(aStarFindsTheFirstThatGoesOn)
{
    const std::string document = "{\"a\":[{\"b\":1},{\"c\":2},{\"c\":3}],\"o\":{\"x\":{\"c\":9}}}";
    findsAt(document, "/a/*/c", "2");
    findsAt(document, "/*/x/c", "9");
    findsAt(document, "/*/*/c", "2");
    findsAt(document, "/a/*/d", "nothing");
}
END_TEST

START_TEST(patchesMergeAsTheStandardSays)
{
    mergesTo("{\"a\":\"b\",\"c\":{\"d\":\"e\",\"f\":\"g\"}}",
             "{\"a\":\"z\",\"c\":{\"f\":null,\"h\":1}}",
             "{\"a\":\"z\",\"c\":{\"d\":\"e\",\"h\":1}}");
    mergesTo("{\"a\":[1,2]}", "{\"a\":[3]}", "{\"a\":[3]}");
    mergesTo("{\"a\":1}", "{\"b\":{\"c\":null}}", "{\"a\":1,\"b\":{}}");
    mergesTo("[1]", "{\"a\":1}", "{\"a\":1}");
}
END_TEST

START_TEST(pointersAreTold)
{
    for (const char* good : {"", "/", "/a/0", "/~0~1", "/*/a"})
        ck_assert_msg(isJsonPointer(good), "%s", good);
    for (const char* bad : {"a", "a/b", "/~", "/~2", "$.a"})
        ck_assert_msg(!isJsonPointer(bad), "%s", bad);
}
END_TEST

int main()
{
    return test::run(
        "json-value",
        {whatIsReadIsWrittenAgain, whatIsNotJsonIsAnErrorThatNamesTheSource, pointersFind,
         aStarFindsTheFirstThatGoesOn, patchesMergeAsTheStandardSays, pointersAreTold});
}
