#include "generate/provenance/side_car.h"

#include <filesystem>
#include <string_view>

#include "base/utf8.h"
#include "record/json.h"

namespace animatize {
namespace {

constexpr size_t kMostPrompt = size_t{16} * 1024;

}  // namespace

std::string sideCarPath(const std::string& picture)
{
    constexpr std::string_view kEnding = ".png";
    const bool known = picture.ends_with(kEnding);
    return picture.substr(0, picture.size() - (known ? kEnding.size() : 0)) + ".json";
}

std::string sideCarOf(const Keyframe& keyframe)
{
    const Record whole = toRecord(keyframe);
    Record record;
    for (const Field& field : whole.fields())
        if (field.name != "elapsed" && field.name != "location")
            record.add(field.name, field.value);
    if (!keyframe.prompt.empty())
        record.add("prompt", validUtf8(keyframe.prompt, kMostPrompt));
    if (!keyframe.location.empty())
        record.add("location", std::filesystem::path(keyframe.location).filename().string());
    return jsonLine("keyframe", keyframe.sourcePts.value, record) + "\n";
}

}  // namespace animatize
