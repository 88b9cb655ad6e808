#include "prompt/prompt.h"

namespace animatize {

Record toRecord(const Prompt& prompt)
{
    RecordList movements;
    for (const Movement& movement : prompt.movements)
        movements.push_back(toRecord(movement));
    Record record("AnimatizePrompt");
    record.add("prompt-id", prompt.id);
    if (prompt.shotId)
        record.add("shot-id", prompt.shotId);
    record.add("start", prompt.start);
    record.add("text", prompt.text);
    if (!prompt.negative.empty())
        record.add("negative", prompt.negative);
    record.add("target", prompt.target);
    record.add("source", prompt.source);
    record.add("confidence", prompt.confidence);
    record.add("movements", std::move(movements));
    return record;
}

}  // namespace animatize
