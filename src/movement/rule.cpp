#include "movement/rule.h"

#include <algorithm>

#include "base/resource.h"

namespace animatize {

const Bands::Band& Bands::at(double magnitude) const
{
    const auto found = std::find_if(bands.begin(), bands.end(), [&](const Band& band) {
        return !band.below || magnitude < *band.below;
    });
    return found == bands.end() ? bands.back() : *found;
}

bool Rule::excludes(const std::string& movementName, const std::string& movementDirection) const
{
    return std::any_of(contradicts.begin(), contradicts.end(), [&](const std::string& one) {
        return one == movementName || one == movementName + " " + movementDirection;
    });
}

const std::string* Rule::locked(const Intent* intent) const
{
    if (!suggestion || !intent)
        return nullptr;
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [&](const std::string& one) { return intent->keeps(one); });
    return found == changes.end() ? nullptr : &*found;
}

size_t RuleSet::slotOf(const EvidenceField* field)
{
    const auto found = std::find(fields.begin(), fields.end(), field);
    if (found != fields.end())
        return static_cast<size_t>(found - fields.begin());
    fields.push_back(field);
    return fields.size() - 1;
}

Result<RuleSet> builtInRules()
{
    std::vector<RuleText> texts;
    for (const std::string& name : resourceNames("rules")) {
        const Result<std::string> text = resourceText("rules/" + name);
        if (!text)
            return text.error();
        texts.push_back({"built-in rules/" + name, *text});
    }
    return readRules(texts);
}

}  // namespace animatize
