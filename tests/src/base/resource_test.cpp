#include "base/resource.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <json-glib/json-glib.h>

#include "support/suite.h"

using namespace animatize;

namespace {

std::filesystem::path scratchFile(const char* name)
{
    return std::filesystem::temp_directory_path() /
           (std::string("animatize-resource-test-") + std::to_string(getpid()) + "-" + name);
}

void fill(const std::filesystem::path& path, size_t bytes)
{
    std::ofstream(path, std::ios::binary) << std::string(bytes, 'x');
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

START_TEST(builtInFoldersAreListedInOrder)
{
    for (const char* folder : {"rules", "dialects"}) {
        const std::vector<std::string> names = resourceNames(folder);
        ck_assert_uint_ge(names.size(), 3);
        ck_assert(std::is_sorted(names.begin(), names.end()));
    }
    ck_assert(resourceNames("nothing").empty());
}
END_TEST

START_TEST(builtInFilesAreJson)
{
    for (const std::string folder : {"rules", "dialects"})
        for (const std::string& name : resourceNames(folder)) {
            const Result<std::string> text = resourceText(folder + "/" + name);
            ck_assert(static_cast<bool>(text));
            JsonParser* parser = json_parser_new();
            ck_assert_msg(json_parser_load_from_data(parser, text->data(),
                                                     static_cast<gssize>(text->size()), nullptr),
                          "%s", name.c_str());
            g_object_unref(parser);
        }
}
END_TEST

START_TEST(aMissingBuiltInFileIsNamed)
{
    const Result<std::string> text = resourceText("rules/none.json");
    ck_assert(!text);
    ck_assert(contains(text.error().message, "built-in file rules/none.json"));
    ck_assert(contains(text.error().message, "does not exist"));
}
END_TEST

START_TEST(aFileIsReadWhole)
{
    const std::filesystem::path path = scratchFile("whole");
    const std::string written("a\0b\nc", 5);
    std::ofstream(path, std::ios::binary) << written;
    const Result<std::string> text = fileText(path.string());
    ck_assert(text && *text == written);
    fill(path, 0);
    const Result<std::string> empty = fileText(path.string());
    ck_assert(empty && empty->empty());
    std::filesystem::remove(path);
}
END_TEST

START_TEST(sixteenMebibytesAreTheMost)
{
    constexpr size_t kMost = 16 * 1024 * 1024;
    const std::filesystem::path path = scratchFile("large");
    fill(path, kMost);
    const Result<std::string> most = fileText(path.string());
    ck_assert(most && most->size() == kMost);
    fill(path, kMost + 1);
    const Result<std::string> more = fileText(path.string());
    std::filesystem::remove(path);
    ck_assert(!more && contains(more.error().message, "larger than 16 MiB"));
    // A device states no size and never ends.
    const Result<std::string> endless = fileText("/dev/zero");
    ck_assert(!endless && contains(endless.error().message, "larger than 16 MiB"));
}
END_TEST

START_TEST(whatCantBeReadIsNamed)
{
    const Result<std::string> missing = fileText("/nowhere/rules.json");
    ck_assert(!missing);
    ck_assert_str_eq(missing.error().message.c_str(),
                     "/nowhere/rules.json: No such file or directory");
    const Result<std::string> folder = fileText("/");
    ck_assert(!folder && contains(folder.error().message, "/: "));
}
END_TEST

int main()
{
    return animatize::test::run("resource", {builtInFoldersAreListedInOrder, builtInFilesAreJson,
                                             aMissingBuiltInFileIsNamed, aFileIsReadWhole,
                                             sixteenMebibytesAreTheMost, whatCantBeReadIsNamed});
}
