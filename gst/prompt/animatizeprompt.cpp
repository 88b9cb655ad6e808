// animatizeprompt: writes the next movement of the shot as a justified prompt.
//
// Reads AnimatizeMotion and AnimatizeScene (either may be missing), predicts the movements by
// rules over what was measured, and words them for the target model. Puts AnimatizePrompt on every
// frame once there is a prompt, posts animatize-prompt for each new one, and hands it out on the
// request pad `prompt` as JSON or as text, whichever downstream takes.
//
// With expander=llm the prompt of the rules goes out at once, and that of a language model replaces
// it when it comes; no frame waits for it.
//
// What it does not promise: it says nothing of what can't be seen; without a person in the
// picture there is no character action.
#include "gst/prompt/animatizeprompt.h"

#include <set>

#include "base/resource.h"
#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/observer.h"
#include "gst/base/side_output.h"
#include "gst/prompt/prompt_properties.h"
#include "prompt/llm_expander.h"
#include "prompt/prompt_writer.h"
#include "record/json.h"
#include "record/json_file.h"

namespace animatize {
namespace {

constexpr char kPadCaps[] = "application/x-json; text/x-raw, format = (string) utf8";

using Settings = PromptElementSettings;

class PromptElement final : public ElementWith<Settings> {
  public:
    explicit PromptElement(GstBaseTransform* object) : ElementWith(object, promptProperties()) {}

    GstPad* requestPad(GstPadTemplate* pads, const char*) override
    {
        constexpr size_t kMostWaiting = 16;
        return output_.request(gstElement(), pads, "prompt", kMostWaiting);
    }

    void releasePad(GstPad*) override { output_.release(); }

  private:
    const char* stage() const override { return "prompt"; }
    void propertyChanged(const char* property, const GValue* value) override
    {
        if (std::string(property) == "rules-location")
            readRules(value);
    }

    // The file is read here, on the application's thread; the streaming thread only takes the text.
    void readRules(const GValue* value)
    {
        const char* path = g_value_get_string(value);
        const auto text = path && *path ? fileText(path) : Result<std::string>(std::string());
        if (text)
            newRules_.with([&](auto& rules) { rules = {*text, path ? path : ""}; });
    }

    void takeNewRules()
    {
        const auto rules =
            newRules_.with([](auto& waiting) { return std::exchange(waiting, std::nullopt); });
        if (!rules)
            return;
        if (rules->text.empty())
            return writer_->predictor().useBuiltInRules();
        if (const Status status = writer_->predictor().loadRules(rules->text, rules->source);
            !status)
            warn(status.error().message);
    }

    void close() override
    {
        batch_.reset();
        llm_.reset();
    }

    // The files of the language model's are opened here: the start can still be refused.
    Status checkTogether() override
    {
        llm_.emplace(sharedLlmLane, metrics());
        batch_.reset();
        if (const Status status = now().check(); !status)
            return status;
        if (const Status status = readResults(now().llmResultsLocation); !status)
            return status;
        return openBatch(now().llmBatchLocation);
    }

    Status readResults(const std::string& path)
    {
        constexpr size_t kMostBytes = 256u << 20;  // a batch has at most 200 MB
        if (path.empty())
            return ok();
        const auto text = fileText(path, kMostBytes);
        if (!text)
            return text.error();
        auto results = readBatchResults(*text, path);
        if (!results)
            return results.error();
        llm_->useResults(std::move(results->texts));
        if (results->bad > 0)
            warn(std::to_string(results->bad) + " lines of " + path +
                 " have no usable answer; the prompts of the rules stand there.");
        return ok();
    }

    Status openBatch(const std::string& path)
    {
        if (path.empty())
            return ok();
        auto file = JsonFile::open(path, [this](const Error& error) { warn(error.message); });
        if (!file)
            return file.error();
        batch_ = std::move(*file);
        return ok();
    }

    void open() override
    {
        writer_.emplace(metrics());
        asked_.clear();
        const std::string path = now().rulesLocation;
        if (const auto text = path.empty() ? Result<std::string>(Error{}) : fileText(path))
            newRules_.with([&](auto& rules) { rules = {*text, path}; });
    }

    Status process(Frame& frame) override
    {
        takeNewRules();
        time_ = frame.time();
        const bool wait = mayWait(now().wait);
        const auto motion = findMeta(frame.buffer(), kMotionMeta);
        const auto scene = findMeta(frame.buffer(), kSceneMeta);
        const Evidence evidence(motion ? &*motion : nullptr, scene ? &*scene : nullptr,
                                frame.time(), &intent());
        takeBetter(llm_->collect(time_.now, wait));
        const auto prompt = writer_->write(evidence, now(), [&](const Prompt& rules) {
            warnOfSunset();
            return improved(rules, evidence);
        });
        if (!prompt)
            return prompt.error();
        if (*prompt)
            announce(**prompt);
        again(frame);
        return ok();
    }

    // Of the operator's words, which seldom change.
    const Intent& intent()
    {
        const PromptSettings& wanted = now();
        if (!intent_ || wanted.mood != intentOf_.mood || wanted.keep != intentOf_.keep ||
            wanted.intensity != intentOf_.intensity) {
            intentOf_ = wanted;
            intent_ = animatize::intentOf(wanted);
        }
        return *intent_;
    }

    // A model that was shut down: said once, and the prompts go on.
    void warnOfSunset()
    {
        if (now().targetModel.empty())
            return;
        const std::unique_ptr<GDateTime, void (*)(GDateTime*)> today(g_date_time_new_now_utc(),
                                                                     g_date_time_unref);
        const std::unique_ptr<char, void (*)(void*)> date(
            g_date_time_format(today.get(), "%Y-%m-%d"), g_free);
        const Dialect* dialect = writer_->expander().dialect(now().target);
        const std::string sentence = sunsetWarning(*dialect, now().targetModel, date.get());
        if (!sentence.empty())
            warn(sentence);
    }

    // What the language model said of the same before; else it is asked, and this is the rules'.
    Prompt improved(const Prompt& rules, const Evidence& evidence)
    {
        if (!now().usesLlm())
            return rules;
        if (const Status status = now().check(); !status) {
            warn(status.error().message);
            return rules;
        }
        llm_->configure(now().llmSettings(), now().cacheSettings());
        const Dialect* dialect = writer_->expander().dialect(rules.target);
        LlmExpander::Asked asked = llm_->expand(
            rules, *dialect, now(), evidence.number("people.count"), time_.now, batch_ != nullptr);
        if (asked.open)
            writeToBatch(*asked.open);
        return asked.prompt;
    }

    void writeToBatch(const LlmItem& item)
    {
        constexpr size_t kMostRequests = 50'000;  // of one batch
        if (asked_.size() == kMostRequests)
            warn("A batch takes at most 50000 requests: the later prompts are not in the file.");
        else if (asked_.insert(item.id).second)
            batch_->write(llmBatchLine(item, now().llmModel, now().llmSeed), mayWait(true));
    }

    // The model's prompt replaces that of the rules if that one still stands.
    void takeBetter(std::optional<Prompt> better)
    {
        for (const std::string& sentence : llm_->takeProblems())
            warn(sentence, "the language model failed; the bus is told why");
        if (better)
            better = writer_->replace(std::move(*better));
        if (better)
            announce(*better);
    }

    void drain() override
    {
        if (mayWait(now().wait))
            takeBetter(llm_->finish());
    }

    void again(Frame& frame) override
    {
        if (writer_->current())
            attachMeta(frame.buffer(), kPromptMeta, frame.width(), frame.height(),
                       toRecord(*writer_->current()));
        advancePad(frame.time());
    }

    void announce(const Prompt& prompt)
    {
        GST_CAT_DEBUG_OBJECT(category(), gstElement(), "prompt %s by %s for %s", prompt.id.c_str(),
                             prompt.source.c_str(), prompt.target.c_str());
        const Record record = toFullRecord(prompt);
        report("animatize-prompt", "prompt", record, {prompt.start, {now().interval}});
        if (const auto pad = output_.pad(segment(), chooseCaps)) {
            const std::string json = jsonLine("prompt", prompt.start.value, record) + "\n";
            const auto make = [json, text = prompt.text](GstCaps* chosen) {
                const auto* structure = gst_caps_get_structure(chosen, 0);
                const bool asJson = gst_structure_has_name(structure, "application/x-json");
                return bufferOf(asJson ? json : text);
            };
            pad->push(make, time_.now, now().interval);
        }
        publish(summary());
    }

    Record summary() const
    {
        Record record = writer_->summary();
        if (now().usesLlm())
            record.append(llm_->stats());
        return record.append(numbers());
    }

    static BufferRef bufferOf(const std::string& text)
    {
        return BufferRef(gst_buffer_new_memdup(text.data(), text.size()));
    }

    static CapsRef chooseCaps(GstCaps* allowed)
    {
        const CapsRef all(gst_caps_from_string(kPadCaps));
        CapsRef both(gst_caps_intersect_full(all.get(), allowed, GST_CAPS_INTERSECT_FIRST));
        if (gst_caps_is_empty(both.get()))
            return nullptr;
        return CapsRef(gst_caps_fixate(both.release()));
    }

    void advancePad(const FrameTime& time)
    {
        if (const auto pad = output_.pad(segment(), chooseCaps))
            pad->gapUntil(time.now + std::max<uint64_t>(time.duration, 1));
    }

    void passBy(const FrameTime& time) override { advancePad(time); }

    void skip(Frame& frame) override
    {
        attachMeta(frame.buffer(), kPromptMeta, frame.width(), frame.height(),
                   Record().add("skipped", true));
        advancePad(frame.time());
    }

    void interrupt(const std::string&) override
    {
        llm_->cancel();
        writer_->reset();
    }

    void segmentChanged(GstEvent*) override { output_.begin(segment(), chooseCaps); }
    void flushing(bool begins) override { output_.flush(begins); }
    void ended() override { output_.endOfStream(); }

    Record numbers() const { return Record().add("pad-dropped", Record::Value(output_.dropped())); }

    Record takeSummary() override
    {
        Record record = summary();
        writer_->resetSummary();
        return record;
    }

    struct RulesText {
        std::string text, source;
    };

    std::optional<PromptWriter> writer_;
    std::optional<LlmExpander> llm_;
    std::unique_ptr<JsonFile> batch_;  ///< requests of the language model's go there instead
    std::set<std::string> asked_;      ///< ids that are in it
    PromptSettings intentOf_;          ///< of which the intent is
    std::optional<Intent> intent_;
    FrameTime time_;
    Guarded<std::optional<RulesText>> newRules_;
    SideOutput output_;
};

}  // namespace
}  // namespace animatize

// "AnimatizePrompt" alone is, or may become, the name of a meta.
struct GstAnimatizePrompt {
    AnimatizeObserver parent;
};

struct GstAnimatizePromptClass {
    AnimatizeObserverClass parent_class;
};

G_DEFINE_TYPE(GstAnimatizePrompt, animatize_prompt, animatize_observer_get_type())

static void animatize_prompt_class_init(GstAnimatizePromptClass* klass)
{
    animatize_observer_class_setup(&klass->parent_class, "Movement prompts",
                                   "Writes the next movement as a justified prompt");
    animatize::install(G_OBJECT_CLASS(klass), animatize::promptProperties());
    animatize_observer_class_add_pad(&klass->parent_class, "prompt", animatize::kPadCaps);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::PromptElement(object);
    };
}

static void animatize_prompt_init(GstAnimatizePrompt*) {}
