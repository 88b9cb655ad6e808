// What the generator does, in one word.
#include "generate/generator_state.h"

#include "support/suite.h"

using namespace animatize;

namespace {

GeneratorState after(const std::string& backend, const std::string& backends)
{
    GeneratorState state;
    Keyframe keyframe;
    keyframe.backend = backend;
    state.made(keyframe, backends);
    return state;
}

std::string word(const GeneratorState& state, const std::string& backends, size_t pending = 0)
{
    return toRecord(state, backends, pending).text("state").value_or("");
}

}  // namespace

START_TEST(nothingWasMadeYet)
{
    ck_assert(word({}, "local") == "idle");
    ck_assert(word({}, "local", 1) == "idle");  // it asks nobody
    ck_assert(word({}, "flux,local", 1) == "waiting");
    ck_assert(toRecord({}, "local", 0).find("backend") == nullptr);
}
END_TEST

START_TEST(theLastSetSaysWho)
{
    ck_assert(word(after("local", "local"), "local") == "local");
    ck_assert(word(after("flux", "flux, local"), "flux, local") == "remote");
    ck_assert(word(after("flux:flux-2-max", " flux:flux-2-max,local"), "local") == "remote");
    ck_assert(word(after("local", "flux,local"), "flux,local") == "fallback");
    ck_assert(word(after("openai", "flux,openai,local"), "local") == "fallback");
}
END_TEST

START_TEST(whoeverIsAskedIsWaitedFor)
{
    const Record record = toRecord(after("flux", "flux,local"), "flux,local", 2);
    ck_assert(record.text("state") == "waiting");
    ck_assert(record.text("backend") == "flux");
    ck_assert_double_eq(record.number("pending").value_or(-1), 2.0);
}
END_TEST

int main()
{
    return animatize::test::run("generator-state",
                                {nothingWasMadeYet, theLastSetSaysWho, whoeverIsAskedIsWaitedFor});
}
