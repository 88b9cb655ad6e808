// When a prompt is written, what it is called, and what it carries.
#include "prompt/prompt_writer.h"
#include "src/movement/measured.h"
#include "support/rendered.h"
#include "support/suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

Measured panning(double pan)
{
    Measured measured = Measured::still().scene();
    if (pan == 0.0)
        return measured;
    measured.set("motion.camera-motion", pan < 0 ? "pan-left" : "pan-right");
    return measured.set("motion.camera-pan", pan);
}

/// A stream at 25 frames/s, and on which frames prompts came.
struct Stream {
    PromptWriter writer;
    PromptSettings settings;
    PromptWriter::Improve improve;
    int frame = 0;
    std::vector<int> frames;
    std::vector<Prompt> prompts;

    Stream() { settings.interval = 100 * kSecond; }

    void step(const Evidence& evidence)
    {
        Result<std::optional<Prompt>> prompt = writer.write(evidence, settings, improve);
        ck_assert_msg(static_cast<bool>(prompt), "%s",
                      prompt ? "" : prompt.error().message.c_str());
        if (*prompt) {
            frames.push_back(frame);
            prompts.push_back(**prompt);
        }
        ++frame;
    }

    void play(Measured measured, int count)
    {
        for (int i = 0; i < count; ++i)
            step(measured.at(frame));
    }

    void cameAt(const std::vector<int>& expected) const
    {
        std::string text, wanted;
        for (const int one : frames)
            text += std::to_string(one) + " ";
        for (const int one : expected)
            wanted += std::to_string(one) + " ";
        isText(text, wanted);
    }
};

}  // namespace

// camera-static dwells 0.4 s, stillness 1 s; both are said at the second prompt, not one by one.
START_TEST(aShotsFirstRecordIsWrittenAtOnceAChangeAfterASecond)
{
    Stream stream;
    stream.play(Measured::still().scene().unset("scene.state"), 3);
    stream.play(panning(0.0), 60);
    stream.cameAt({3, 28});
    ck_assert_uint_eq(stream.prompts[0].movements.size(), 0);
    ck_assert_uint_eq(stream.prompts[1].movements.size(), 2);
}
END_TEST

START_TEST(withoutASceneAnalyzerTheFirstMotionIsEnough)
{
    Stream stream;
    stream.play(Measured::still().without("motion").without("scene"), 5);
    stream.play(panning(0.2).without("scene"), 40);
    stream.cameAt({5, 30});
    isText(stream.prompts[0].id, "0-1");
    ck_assert_ptr_null(toRecord(stream.prompts[0]).find("shot-id"));
}
END_TEST

START_TEST(aRealChangeIsWrittenOnce)
{
    Stream stream;
    stream.play(panning(0.1), 100);
    const size_t before = stream.frames.size();
    stream.play(panning(-0.1), 100);
    ck_assert_uint_eq(stream.frames.size(), before + 1);
    ck_assert_int_ge(stream.frames.back(), 100 + 7);  // dwell 0.3 s
    ck_assert_int_le(stream.frames.back(), 100 + 11);
    isText(*stream.prompts.back().movements[0].direction, "left");
}
END_TEST

// The pan's speed wanders across the bands of words, the set of movements stays.
START_TEST(otherSpeedsAreNoChange)
{
    Stream stream;
    stream.play(panning(0.1), 100);
    const size_t before = stream.frames.size();
    for (int i = 0; i < 100; ++i)
        stream.play(panning(0.3 + 0.25 * std::sin(i * 0.2)), 1);
    ck_assert_uint_eq(stream.frames.size(), before);
}
END_TEST

START_TEST(promptsStandForASecondHoweverRestlessTheCamera)
{
    Stream stream;
    stream.settings.interval = 0;
    for (int i = 0; i < 40; ++i)
        stream.play(panning(i % 2 ? 0.2 : -0.2), 9);
    for (size_t i = 1; i < stream.frames.size(); ++i)
        ck_assert_int_ge(stream.frames[i] - stream.frames[i - 1], 25);
    ck_assert_uint_ge(stream.frames.size(), 13);
}
END_TEST

START_TEST(aChangeThatWentBackIsNone)
{
    Stream stream;
    stream.settings.interval = 100 * kSecond;
    stream.play(panning(0.1), 60);
    const size_t before = stream.frames.size();
    const uint64_t revision = stream.writer.predictor().revision();
    stream.settings.style = "noir";
    stream.play(panning(0.1), 2);  // written now, so the next second is closed
    stream.play(panning(0.0), 12);
    stream.play(panning(0.1), 60);
    ck_assert_uint_ne(stream.writer.predictor().revision(), revision);
    ck_assert_uint_eq(stream.frames.size(), before + 1);
}
END_TEST

START_TEST(betterWordsReplaceThePromptThatStands)
{
    Stream stream;
    stream.play(panning(0.1), 40);
    Prompt better = *stream.writer.current();
    const std::string id = better.id;
    better.text = "otherwise";
    better.source = "llm";
    const auto replaced = stream.writer.replace(better);
    ck_assert(replaced && stream.writer.current()->text == "otherwise");
    isText(replaced->replaces, id);
    ck_assert(replaced->id != id);
    ck_assert(replaced->start.value == better.start.value);
    isText(*toRecord(*replaced).text("replaces"), id);
    ck_assert(!stream.writer.replace(better));  // of a prompt that stands no more
    ck_assert_double_eq(*stream.writer.summary().number("prompts-llm"), 1.0);
}
END_TEST

START_TEST(wordsAreCorrectedBeforeAnybodyHeardThem)
{
    Stream stream;
    std::string heard;
    stream.improve = [&](Prompt known) {
        heard = known.id;
        known.source = "cache";
        known.text = "other words";
        return known;
    };
    stream.play(panning(0.1), 1);
    isText(stream.writer.current()->id, heard);
    isText(stream.writer.current()->text, "other words");
    ck_assert_double_eq(*stream.writer.summary().number("prompts-cache"), 1.0);
    ck_assert_double_eq(*stream.writer.summary().number("prompts-rules"), 0.0);
}
END_TEST

START_TEST(everyIntervalThereIsAPrompt)
{
    Stream stream;
    stream.settings.interval = 2 * kSecond;
    stream.play(Measured::still().scene().set("scene.state", "black").unset("motion.camera-pan"),
                160);
    stream.cameAt({0, 50, 100, 150});
}
END_TEST

START_TEST(otherSettingsAreWrittenToo)
{
    Stream stream;
    stream.play(panning(0.0), 60);
    const size_t before = stream.frames.size();
    stream.settings.basePrompt = "a red door";
    stream.play(panning(0.0), 2);
    ck_assert_uint_eq(stream.frames.size(), before + 1);
    isText(stream.prompts.back().text.substr(0, 11), "a red door,");
    stream.settings.target = "runway";
    stream.play(panning(0.0), 60);
    ck_assert_uint_eq(stream.frames.size(), before + 2);
    isText(stream.prompts.back().target, "runway");
}
END_TEST

START_TEST(idsCountThroughTheStream)
{
    Stream stream;
    stream.play(panning(0.0), 40);
    stream.play(panning(0.0).set("scene.shot-id", 2.0), 10);
    isText(stream.prompts[0].id, "1-1");
    isText(stream.prompts[1].id, "1-2");
    isText(stream.prompts[2].id, "2-3");
    ck_assert_int_eq(stream.frames[2], 40);
    ck_assert(stream.prompts[2].movements.empty());
    ck_assert_uint_eq(stream.prompts[2].shotId, 2);
    ck_assert_uint_eq(*stream.prompts[2].start.value, 40 * 40 * kMillisecond);
    stream.writer.reset();
    ck_assert(!stream.writer.current());
    stream.play(panning(0.0).set("scene.shot-id", 2.0), 1);
    isText(stream.prompts.back().id, "2-4");
}
END_TEST

START_TEST(theOldPromptDoesNotStandInTheNextShot)
{
    Stream stream;
    stream.play(panning(0.0), 10);
    ck_assert(stream.writer.current().has_value());
    Measured next = panning(0.0).set("scene.shot-id", 2.0);
    next.unset("scene.state");
    stream.play(next, 1);
    ck_assert(!stream.writer.current().has_value());
}
END_TEST

START_TEST(skippedFramesWriteNothingAndKeepThePrompt)
{
    Stream stream;
    stream.settings.interval = kSecond;
    stream.play(panning(0.0), 20);
    Record skipped("AnimatizeScene");
    skipped.add("skipped", true);
    for (int i = 0; i < 50; ++i)
        stream.step(Evidence(&skipped, &skipped, timeOf(stream.frame)));
    stream.cameAt({0});
    ck_assert(stream.writer.current().has_value());
    stream.play(panning(0.0), 1);
    ck_assert_uint_eq(stream.frames.size(), 2);
}
END_TEST

START_TEST(withoutTimestampsThereIsNoStart)
{
    PromptWriter writer;
    Measured measured = panning(0.0);
    const FrameTime time{0, std::nullopt, 0};
    const auto prompt =
        writer.write(Evidence(measured.motionRecord(), measured.sceneRecord(), time), {});
    ck_assert(prompt && *prompt && !(*prompt)->start.value);
}
END_TEST

START_TEST(anUnknownTargetIsAnErrorOnceASecond)
{
    PromptWriter writer;
    PromptSettings settings;
    settings.target = "sora";
    int errors = 0;
    std::string message;
    for (int frame = 0; frame < 60; ++frame) {
        Measured measured = panning(0.0);
        const auto prompt = writer.write(measured.at(frame), settings);
        errors += !prompt;
        if (!prompt)
            message = prompt.error().message;
    }
    ck_assert_int_le(errors, 3);
    isText(message,
           "no dialect for the target \"sora\"; there are: flux, gemini, "
           "generic, kling, luma, openai, runway, veo, wan");
    settings.target = "generic";
    Measured measured = panning(0.0);
    ck_assert(writer.write(measured.at(90), settings) && writer.current());
}
END_TEST

START_TEST(theSummaryCounts)
{
    Stream stream;
    stream.play(panning(0.1), 60);
    stream.play(panning(0.1).set("scene.shot-id", 2.0), 60);
    const Record summary = stream.writer.summary();
    ck_assert_double_eq(*summary.number("prompts"), static_cast<double>(stream.prompts.size()));
    ck_assert_double_eq(*summary.number("shots"), 2.0);
    double confidence = 0, movements = 0;
    for (const Prompt& prompt : stream.prompts) {
        confidence += prompt.confidence;
        movements += static_cast<double>(prompt.movements.size());
    }
    const auto count = static_cast<double>(stream.prompts.size());
    ck_assert_double_eq_tol(*summary.number("mean-confidence"), confidence / count, 1e-12);
    ck_assert_double_eq_tol(*summary.number("mean-movements"), movements / count, 1e-12);
    stream.writer.resetSummary();
    ck_assert_double_eq(*stream.writer.summary().number("prompts"), 0.0);
    ck_assert_ptr_null(stream.writer.summary().find("mean-confidence"));
}
END_TEST

START_TEST(theRecordHasTheContractsFields)
{
    Stream stream;
    stream.play(panning(0.1), 60);
    const Record record = toRecord(stream.prompts.back());
    std::string fields;
    for (const Field& field : record.fields())
        fields += field.name + " ";
    isText(fields, "prompt-id shot-id start text negative target source confidence movements ");
    isText(record.name(), "AnimatizePrompt");
    const Record full = toFullRecord(stream.prompts.back());
    for (const Field& field : record.fields())
        ck_assert(full.find(field.name) != nullptr);
    ck_assert_double_eq_tol(*full.list("prediction.camera")->front().number("pan"), 0.1, 1e-3);
    isText(*record.text("source"), "rules");
    ck_assert_uint_eq(record.list("movements")->size(), stream.prompts.back().movements.size());
    isText(record.list("movements")->front().name(), "movement");
    isText(*record.list("movements")->front().text("name"), "pan");
}
END_TEST

START_TEST(theTargetsAreListed)
{
    std::string names;
    for (const std::string& name : PromptExpander().targets())
        names += name + " ";
    isText(names, "flux gemini generic kling luma openai runway veo wan ");
}
END_TEST

START_TEST(longTextOfTheOperatorIsBoundedInEveryDialect)
{
    Stream stream;
    stream.settings.basePrompt.assign(100000, 'x');
    for (int i = 0; i < 50000; ++i)
        stream.settings.basePrompt[static_cast<size_t>(i) * 2] = ' ';
    stream.settings.style.assign(5000, '\n');
    stream.settings.style += "noir";
    for (const char* target : {"flux", "generic", "runway", "openai"}) {
        stream.settings.target = target;
        stream.play(panning(0.1), 30);
        ck_assert_uint_le(stream.prompts.back().text.size(), 1000);
        ck_assert(stream.prompts.back().text.find('\n') == std::string::npos);
    }
}
END_TEST

int main()
{
    return run("prompt/writer",
               {aShotsFirstRecordIsWrittenAtOnceAChangeAfterASecond,
                withoutASceneAnalyzerTheFirstMotionIsEnough, aRealChangeIsWrittenOnce,
                otherSpeedsAreNoChange, promptsStandForASecondHoweverRestlessTheCamera,
                aChangeThatWentBackIsNone, betterWordsReplaceThePromptThatStands,
                wordsAreCorrectedBeforeAnybodyHeardThem, everyIntervalThereIsAPrompt,
                otherSettingsAreWrittenToo, idsCountThroughTheStream,
                theOldPromptDoesNotStandInTheNextShot, skippedFramesWriteNothingAndKeepThePrompt,
                withoutTimestampsThereIsNoStart, anUnknownTargetIsAnErrorOnceASecond,
                theSummaryCounts, theRecordHasTheContractsFields, theTargetsAreListed,
                longTextOfTheOperatorIsBoundedInEveryDialect});
}
