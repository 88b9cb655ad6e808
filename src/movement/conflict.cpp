#include "movement/conflict.h"

namespace animatize {

Record toRecord(const Conflict& conflict)
{
    Record record("conflict");
    record.add("name", conflict.name);
    record.add("direction", conflict.direction);
    record.add("rule", conflict.rule);
    record.add("reason", conflict.reason);
    record.add("score", conflict.score);
    if (conflict.reason == "keep")
        return record.add("kept", conflict.lostTo);
    return record.add("lost-to", conflict.lostTo).add("winner-score", conflict.winnerScore);
}

}  // namespace animatize
