#include "src/prompt/rewordings.h"

#include <cstdio>
#include <cstdlib>

#include "base/resource.h"
#include "record/json_reader.h"

namespace animatize::test {
namespace {

std::vector<std::string> parted(const std::string& text, const std::string& by)
{
    std::vector<std::string> parts;
    size_t from = 0;
    for (size_t at = text.find(by); at != std::string::npos; at = text.find(by, from)) {
        parts.push_back(text.substr(from, at - from));
        from = at + by.size();
    }
    parts.push_back(text.substr(from));
    return parts;
}

// "camera=pan left; scale=CU :: a man on a bridge", or only the free text.
ShotDescription described(const std::string& text)
{
    const std::vector<std::string> parts = parted(text, " :: ");
    if (parts.size() == 1)
        return {{}, text};
    ShotDescription shot{{}, parts[1]};
    for (const std::string& slot : parted(parts[0], "; ")) {
        const std::vector<std::string> named = parted(slot, "=");
        shot.slots.push_back({named[0], named.size() > 1 ? named[1] : ""});
    }
    return shot;
}

std::vector<RequestPair> pairsOf(const JsonReader& root, const char* key)
{
    std::vector<RequestPair> pairs;
    for (const JsonReader& group : root.objects(key)) {
        const std::string kind = group.text("kind");
        for (const std::vector<std::string>& pair : group.textLists("pairs", 1000)) {
            if (pair.size() != 2)
                group.fail("pairs", "should have lists of two texts");
            else
                pairs.push_back({kind, pair[0] + " | " + pair[1], pairs.size() % 2 == 1,
                                 described(pair[0]), described(pair[1])});
        }
    }
    return pairs;
}

[[noreturn]] void giveUp(const Error& error)
{
    std::fprintf(stderr, "%s\n", error.message.c_str());
    std::exit(2);
}

}  // namespace

Rewordings readRewordings(const std::string& path)
{
    const Result<std::string> text = fileText(path);
    if (!text)
        giveUp(text.error());
    const Result<JsonDocument> document = JsonDocument::parse(*text, path);
    if (!document)
        giveUp(document.error());
    Rewordings all{pairsOf(document->root(), "different"), pairsOf(document->root(), "rewordings")};
    if (const Status status = document->status(); !status)
        giveUp(status.error());
    return all;
}

}  // namespace animatize::test
