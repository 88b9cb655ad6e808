#include "scene/object_labels.h"

#include "model_folder.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Result<std::vector<std::string>> labelsOf(const std::string& text)
{
    const ModelFolder folder;
    return readLabels(folder.write("labels.txt", text));
}

}  // namespace

START_TEST(oneNameALine)
{
    const std::vector<std::string> wanted = {"cat", "traffic light", "Schl\xc3\xbcssel"};
    for (const char* text : {"cat\ntraffic light\nSchl\xc3\xbcssel",
                             "cat\r\n traffic light\t\r\nSchl\xc3\xbcssel\r\n\r\n\n"}) {
        const auto labels = labelsOf(text);
        ck_assert(labels);
        ck_assert(*labels == wanted);
    }
}
END_TEST

START_TEST(whatIsNoListOfNamesIsRefused)
{
    for (const std::string& text :
         {std::string(), std::string("\n\n"), std::string("cat\n\ndog\n"), std::string("c\xff\n"),
          std::string(65, 'x'), std::string("a\0b\n", 4)}) {
        const auto labels = labelsOf(text);
        ck_assert(!labels);
        ck_assert(labels.error().message.find("labels.txt") != std::string::npos);
    }
    std::string many;
    for (int i = 0; i < 10001; ++i)
        many += "x\n";
    ck_assert(!labelsOf(many));
    ck_assert(labelsOf(many.substr(2)));
    ck_assert(!readLabels("/nonexistent/labels.txt"));
}
END_TEST

START_TEST(eightyClassesAreThoseOfCoco)
{
    const auto coco = usualLabels(80);
    ck_assert_uint_eq(coco.size(), 80);
    ck_assert(coco.front() == "person" && coco[16] == "dog" && coco.back() == "toothbrush");
    const auto other = usualLabels(3);
    ck_assert(other == std::vector<std::string>({"class-0", "class-1", "class-2"}));
}
END_TEST

int main()
{
    return run("object-labels",
               {oneNameALine, whatIsNoListOfNamesIsRefused, eightyClassesAreThoseOfCoco});
}
