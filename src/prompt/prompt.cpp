#include "prompt/prompt.h"

namespace animatize {
namespace {

void addDropped(Record& record, const std::vector<DroppedClause>& dropped)
{
    RecordList list;
    for (const DroppedClause& clause : dropped) {
        if (list.size() == kMostDropped)
            break;
        Record one("clause");
        one.add("slot", clause.slot).add("text", clause.text).add("reason", clause.reason);
        list.push_back(std::move(one));
    }
    if (!list.empty())
        record.add("dropped", std::move(list));
}

void addConflicts(Record& record, const std::vector<Conflict>& conflicts)
{
    RecordList list;
    for (const Conflict& conflict : conflicts)
        list.push_back(toRecord(conflict));
    if (!list.empty())
        record.add("conflicts", std::move(list));
}

}  // namespace

Record toRecord(const Prompt& prompt)
{
    RecordList movements;
    for (const Movement& movement : prompt.movements)
        movements.push_back(toRecord(movement));
    Record record("AnimatizePrompt");
    record.add("prompt-id", prompt.id);
    if (!prompt.replaces.empty())
        record.add("replaces", prompt.replaces);
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
    if (!prompt.cameraControl.empty())
        record.add("camera-control", prompt.cameraControl);
    if (prompt.trace)
        record.add("trace-id", textOf(prompt.trace.trace))
            .add("span-id", textOf(prompt.trace.span));
    return record;
}

Record toFullRecord(const Prompt& prompt)
{
    Record record = toRecord(prompt);
    addConflicts(record, prompt.conflicts);
    addDropped(record, prompt.dropped);
    if (!prompt.prediction.empty())
        record.add("prediction", prompt.prediction);
    return record;
}

}  // namespace animatize
