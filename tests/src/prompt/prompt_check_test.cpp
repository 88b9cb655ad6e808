// What a language model may say: nothing that the evidence contradicts, nothing too long.
#include "prompt/prompt_check.h"

#include "src/movement/measured.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Movement movement(const char* category, const char* name, const char* direction)
{
    Movement one;
    one.category = category;
    one.name = name;
    if (*direction)
        one.direction = direction;
    return one;
}

// A camera that pans left, and something that moves right.
PromptLimits limits()
{
    PromptLimits limits;
    limits.unit = LengthUnit::Words;
    limits.most = 40;
    limits.nobody = true;
    limits.movements = {movement("camera_movement", "pan", "left"),
                        movement("environment_animation", "cross", "right")};
    limits.allowed = "the camera pans slowly to the left, the subject moves fast to the right";
    return limits;
}

void takes(const std::string& text, const PromptLimits& kept = limits())
{
    const Result<std::string> checked = checkedPrompt(text, kept);
    ck_assert_msg(static_cast<bool>(checked), "\"%s\" %s", text.c_str(),
                  checked ? "" : checked.error().message.c_str());
}

void refuses(const std::string& text, const std::string& why, const PromptLimits& kept = limits())
{
    const Result<std::string> checked = checkedPrompt(text, kept);
    ck_assert_msg(!checked, "taken: \"%s\"", text.c_str());
    isText(checked.error().message, why);
}

}  // namespace

START_TEST(whatWasMeasuredMayBeSaid)
{
    takes("A gliding pan to the left across the square, a tram moving right");
    takes("The camera is panning left; the tram rushes rightwards");
    takes("Slow leftward pan, tram on the rails");
    takes("Panning with the tram");
}
END_TEST

START_TEST(otherCameraMovementsMayNot)
{
    refuses("A slow pan to the right", "says pan right, which was not measured");
    refuses("The camera pans left, then tilts up", "says tilt up, which was not measured");
    refuses("A crash zoom in on the tram", "says zoom in, which was not measured");
    refuses("The camera pushes in on the tram", "says push in in, which was not measured");
    refuses("We dolly out from the tram", "says pull out out, which was not measured");
    refuses("Static camera, the tram moves right", "says static, which was not measured");
    refuses("Whip pan to the tram", "says whip pan, which was not measured");
    refuses("A crane shot over the square", "says pedestal, which was not measured");
    refuses("Orbiting the tram", "says arc, which was not measured");
}
END_TEST

// The direction belongs to its own clause.
START_TEST(directionsEndWithTheClause)
{
    takes("The camera pans left, right behind it a wall");
    takes("A pan. Right of it a wall");
}
END_TEST

START_TEST(otherDirectionsOfTheSubjectMayNot)
{
    refuses("The tram moves to the left", "says that something moves left, which was not measured");
    refuses("A pan left, the tram is driving slowly down the hill",
            "says that something moves down, which was not measured");
    takes("A pan left, the tram stands to the left");
    takes("The camera glides to the left, over to the tram");
    refuses("The camera glides to the left, the tram glides up",
            "says that something moves up, which was not measured");
}
END_TEST

START_TEST(nobodyIsInvented)
{
    refuses("A pan left, a man waits", "speaks of \"man\", and nobody is there");
    PromptLimits unknown = limits();
    unknown.nobody = false;
    takes("A pan left, a man waits", unknown);
    PromptLimits wanted = limits();
    wanted.allowed += " A woman in a red coat";
    takes("A pan left, the woman waits", wanted);
    takes("A pan left over a mansion and its manifold windows");
}
END_TEST

START_TEST(whatTheOperatorAskedForMayBeSaid)
{
    PromptLimits wanted = limits();
    wanted.allowed += " slow zoom in on the clock";
    takes("A pan left, a slow zoom in on the clock", wanted);
    refuses("A pan left, a slow zoom out", "says zoom out, which was not measured", wanted);
}
END_TEST

START_TEST(kinOfMovementsAreTakenForEachOther)
{
    PromptLimits tracking = limits();
    tracking.movements = {movement("camera_movement", "tracking", "right")};
    tracking.allowed.clear();
    takes("The camera follows the tram to the right", tracking);
    takes("Pan right with the tram", tracking);
    refuses("Pan left with the tram", "says pan left, which was not measured", tracking);
}
END_TEST

START_TEST(lengthsAreKept)
{
    PromptLimits tight = limits();
    tight.most = 3;
    takes("one two three", tight);
    refuses("one two three four", "is 4 long, where 3 are allowed", tight);
    tight.unit = LengthUnit::Utf16;
    takes("abc", tight);
    refuses("a\xf0\x9f\x8e\xac\xf0\x9f\x8e\xac", "is 5 long, where 3 are allowed", tight);
    refuses(" \n ", "is empty");
}
END_TEST

START_TEST(theTextIsOneCleanLine)
{
    isText(*checkedPrompt("  A pan\nleft.\t", limits()), "A pan left");
    ck_assert(!checkedPrompt(std::string(3'000'000, 'x') + " y", limits()) ||
              checkedPrompt(std::string(3'000'000, 'x'), limits()));
}
END_TEST

int main()
{
    return run(
        "prompt/prompt-check",
        {whatWasMeasuredMayBeSaid, otherCameraMovementsMayNot, directionsEndWithTheClause,
         otherDirectionsOfTheSubjectMayNot, nobodyIsInvented, whatTheOperatorAskedForMayBeSaid,
         kinOfMovementsAreTakenForEachOther, lengthsAreKept, theTextIsOneCleanLine});
}
