// What other people's programs read in our files: exiv2, which photo tools are built on.
#include <glib.h>

#include "generate/keyframe_files.h"
#include "marked.h"
#include "support/folder.h"
#include "support/suite.h"

namespace animatize {
namespace {

using test::equal;
using test::Folder;
using test::marked;

/// What exiv2 says the property is. Without exiv2 this is a failure: nobody would miss the test.
std::string readBack(const std::string& file, const std::string& property)
{
    const char* line[] = {"exiv2", "-K", property.c_str(), "-P", "v", file.c_str(), nullptr};
    char *out = nullptr, *complaints = nullptr;
    GError* trouble = nullptr;
    int status = -1;
    g_spawn_sync(nullptr, const_cast<char**>(line), nullptr, G_SPAWN_SEARCH_PATH, nullptr, nullptr,
                 &out, &complaints, &status, &trouble);
    ck_assert_msg(!trouble, "%s", trouble ? trouble->message : "");
    ck_assert_msg(status == 0, "exiv2 %s: %s", property.c_str(), complaints);
    std::string value(out);
    g_free(out);
    g_free(complaints);
    return value.ends_with('\n') ? value.substr(0, value.size() - 1) : value;
}

std::string written(const Folder& folder, const Keyframe& keyframe)
{
    const Result<NumberedPath> path = NumberedPath::parse(folder.path("k-%d.png"));
    std::vector<Keyframe> set{keyframe};
    ck_assert(writeFiles(pngsOf(set, {}), *path, 1, set).empty());
    return set[0].location;
}

START_TEST(theyFindWhereThePictureComesFrom)
{
    const Folder folder;
    const std::string file = written(folder, marked());
    const std::pair<const char*, const char*> values[] = {
        {"Xmp.iptcExt.DigitalSourceType",
         "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"},
        {"Xmp.iptcExt.AISystemUsed", "openai gpt-image-2"},
        {"Xmp.iptcExt.AIPromptInformation", "a red kite"},
        {"Xmp.animatize.prompt-id", "3-1"},
        {"Xmp.animatize.shot-id", "3"},
        {"Xmp.animatize.source-pts", "2000000000"},
        {"Xmp.animatize.index", "1"},
        {"Xmp.animatize.count", "8"},
        {"Xmp.animatize.backend", "openai"},
        {"Xmp.animatize.model", "gpt-image-2"},
        {"Xmp.animatize.seed", "9007199254740991"},
        {"Xmp.animatize.quality", "0.876543"},
    };
    for (const auto& [property, value] : values)
        equal(readBack(file, property), value);
    ck_assert(readBack(file, "Xmp.xmp.CreatorTool").starts_with("animatize "));
}
END_TEST

START_TEST(theyReadOddTextsAsTheyWere)
{
    const Folder folder;
    Keyframe keyframe = marked();
    keyframe.prompt = "<a href=\"x\">'&' ]]>\r\n\t\x01\x1f \xff 漢\xf0\x9f\x8e\xac";
    equal(readBack(written(folder, keyframe), "Xmp.iptcExt.AIPromptInformation"),
          "<a href=\"x\">'&' ]]>\r\n\t \xef\xbf\xbd 漢\xf0\x9f\x8e\xac");
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("provenance-readers",
                     {theyFindWhereThePictureComesFrom, theyReadOddTextsAsTheyWere});
}
