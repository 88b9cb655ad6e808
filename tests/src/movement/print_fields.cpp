// Prints the table of evidence as docs/rules.md has it.
#include <cstdio>
#include <string>

#include "movement/evidence_fields.h"

int main()
{
    std::puts("| field | unit or words | |\n|---|---|---|");
    for (const animatize::EvidenceField& field : animatize::evidenceFields()) {
        const bool flag = field.kind == animatize::FieldKind::Flag;
        const std::string unit(flag                 ? "true, false"
                               : field.unit.empty() ? field.words
                                                    : field.unit);
        std::printf("| `%s` | %s | %s |\n", std::string(field.path).c_str(), unit.c_str(),
                    std::string(field.meaning).c_str());
    }
}
