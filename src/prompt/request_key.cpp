#include "prompt/request_key.h"

#include "base/sha256.h"
#include "prompt/free_text.h"

namespace animatize {
namespace {

// `kind` parts the two keys: a text that is soft already has the same bytes in both.
RequestKey keyOf(std::string_view kind, const ShotDescription& shot, std::string_view text)
{
    Sha256 sum;
    sum.addField(kind).addNumber(shot.slots.size());
    for (const ShotDescription::Slot& slot : sortedSlots(shot))
        sum.addField(slot.name).addField(slot.value);
    return sum.addField(text).digest();
}

}  // namespace

RequestKey requestKey(const ShotDescription& shot)
{
    return keyOf("request/1", shot, shot.freeText);
}

RequestKey cellKey(const ShotDescription& shot)
{
    return keyOf("cell/1", shot, softFreeText(shot.freeText));
}

}  // namespace animatize
