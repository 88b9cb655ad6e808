// Golden texts: thirty recorded shots (evidence, no pixels) in every dialect. A change of rules or
// wording changes them on purpose; nothing else may.
//
//   test-prompt-golden --write   writes golden.txt anew, to be read before it is committed
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include "src/movement/measured.h"
#include "src/prompt/data_path.h"
#include "src/prompt/recorded_shots.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

std::string goldenPath()
{
    return std::string(kPromptTestData) + "/golden.txt";
}

const std::vector<RecordedShot>& shots()
{
    static const std::vector<RecordedShot> all = recordedShots();
    return all;
}

using Book = std::vector<std::map<std::string, Prompt>>;

// By shot and target.
Book written()
{
    Book book;
    for (const RecordedShot& shot : shots())
        book.push_back(promptsOf(shot));
    return book;
}

// For people to read: what changed must be seen at a glance.
std::string pageOf(const std::string& shot, const Prompt& prompt)
{
    std::ostringstream page;
    page << "== " << shot << " / " << prompt.target << "\n" << prompt.text << "\n";
    if (!prompt.negative.empty())
        page << "- " << prompt.negative << "\n";
    for (const Field& field : prompt.cameraControl.fields())
        page << "camera " << field.name << " "
             << prompt.cameraControl.text(field.name)
                    .value_or(std::to_string(prompt.cameraControl.number(field.name).value_or(0)))
             << "\n";
    for (const DroppedClause& one : prompt.dropped)
        page << "dropped " << one.slot << ": " << one.text << " (" << one.reason << ")\n";
    return page.str();
}

std::string wholeBook()
{
    const Book book = written();
    std::string text;
    for (size_t i = 0; i < book.size(); ++i)
        for (const auto& [target, prompt] : book[i])
            text += pageOf(shots()[i].name, prompt);
    return text;
}

std::string goldenBook()
{
    std::ifstream file(goldenPath());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> pages(const std::string& book)
{
    std::vector<std::string> all;
    std::istringstream lines(book);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("== ", 0) == 0)
            all.emplace_back();
        if (!all.empty())
            all.back() += line + "\n";
    }
    return all;
}

}  // namespace

START_TEST(theTextsAreAsWritten)
{
    const std::vector<std::string> now = pages(wholeBook()), golden = pages(goldenBook());
    ck_assert_uint_eq(now.size(), shots().size() * PromptExpander().targets().size());
    ck_assert_uint_eq(golden.size(), now.size());
    for (size_t i = 0; i < now.size(); ++i)
        isText(now[i], golden[i]);
}
END_TEST

START_TEST(thereAreThirtyShotsThatDiffer)
{
    std::set<std::string> texts;
    for (const auto& prompts : written())
        texts.insert(prompts.at("generic").text);
    ck_assert_uint_ge(shots().size(), 30);
    ck_assert_uint_ge(texts.size(), 25);
}
END_TEST

START_TEST(twiceTheSame)
{
    ck_assert(wholeBook() == wholeBook());
}
END_TEST

// Every model's limit in its own unit; negatives only where they are taken.
START_TEST(theDialectsKeepTheirRules)
{
    const PromptExpander expander;
    for (const auto& prompts : written())
        for (const auto& [target, prompt] : prompts) {
            const Dialect& dialect = *expander.dialect(target);
            ck_assert(!prompt.text.empty());
            ck_assert_uint_le(lengthOf(prompt.text, dialect.unit), dialect.most);
            ck_assert(prompt.negative.empty() || dialect.negatives == Negatives::Field);
            if (dialect.negatives == Negatives::Positives)
                for (const char* negative : {" not ", "without", "n't ", "avoid"})
                    ck_assert_msg(prompt.text.find(negative) == std::string::npos, "%s",
                                  prompt.text.c_str());
        }
}
END_TEST

START_TEST(everyMovementOfThePromptIsInItsText)
{
    for (const auto& prompts : written()) {
        const Prompt& prompt = prompts.at("generic");
        for (const Movement& movement : prompt.movements)
            ck_assert_msg(prompt.text.find(movement.phrase) != std::string::npos, "%s lacks: %s",
                          prompt.text.c_str(), movement.phrase.c_str());
    }
}
END_TEST

// Kling's words and numbers: a pan is a turn in the text, and tilt in the camera control.
START_TEST(klingTurnsWhereFilmPans)
{
    size_t turns = 0;
    for (const auto& prompts : written()) {
        const Prompt& prompt = prompts.at("kling");
        for (const Movement& movement : prompt.movements)
            if (movement.name == "pan") {
                ck_assert(prompt.text.find("pans") == std::string::npos);
                const double tilt = *prompt.cameraControl.number("tilt");
                ck_assert((*movement.direction == "left") == (tilt < 0));
                ++turns;
            }
    }
    ck_assert_uint_ge(turns, 2);
}
END_TEST

START_TEST(writeThemAnew)
{
    std::ofstream(goldenPath()) << wholeBook();
}
END_TEST

int main(int argc, char** argv)
{
    if (argc > 1 && std::strcmp(argv[1], "--write") == 0)
        return run("prompt/golden", {writeThemAnew});
    return run("prompt/golden", {theTextsAreAsWritten, thereAreThirtyShotsThatDiffer, twiceTheSame,
                                 theDialectsKeepTheirRules, everyMovementOfThePromptIsInItsText,
                                 klingTurnsWhereFilmPans});
}
