#include "movement/movement.h"

namespace animatize {

Record toRecord(const Movement& movement)
{
    Record record("movement");
    record.add("category", movement.category);
    record.add("name", movement.name);
    record.add("direction", movement.direction);
    record.add("rule", movement.rule);
    record.add("justification", movement.justification);
    record.add("confidence", movement.confidence);
    if (movement.speed > 0.0)
        record.add("speed", movement.speed);
    return record;
}

Movement movementFrom(const Record& record)
{
    Movement movement;
    movement.category = record.text("category").value_or("");
    movement.name = record.text("name").value_or("");
    movement.direction = record.text("direction");
    movement.rule = record.text("rule").value_or("");
    movement.justification = record.text("justification").value_or("");
    movement.confidence = record.number("confidence").value_or(0.0);
    movement.speed = record.number("speed").value_or(0.0);
    return movement;
}

}  // namespace animatize
