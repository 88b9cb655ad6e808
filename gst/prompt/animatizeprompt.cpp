// animatizeprompt: writes the next movement of the shot as a justified prompt.
//
// Reads AnimatizeMotion and AnimatizeScene (either may be missing), predicts the movements by
// rules over what was measured, and words them for the target model. Puts AnimatizePrompt on every
// frame once there is a prompt, posts animatize-prompt for each new one, and hands it out on the
// request pad `prompt` as JSON or as text, whichever downstream takes.
//
// What it does not promise: it says nothing of what can't be seen; without a person in the
// picture there is no character action.
#include "gst/prompt/animatizeprompt.h"

#include "base/resource.h"
#include "gst/base/custom_meta.h"
#include "gst/base/element.h"
#include "gst/base/observer.h"
#include "gst/base/side_output.h"
#include "prompt/prompt_writer.h"
#include "record/json.h"

namespace animatize {
namespace {

constexpr char kPadCaps[] = "application/x-json; text/x-raw, format = (string) utf8";

struct PromptElementSettings : CommonSettings, PromptSettings {
    std::string rulesLocation;
    bool wait = false;
};

using Settings = PromptElementSettings;

Status checkRules(const std::string& path)
{
    if (path.empty())
        return ok();
    const auto text = fileText(path);
    if (!text)
        return text.error();
    return MovementPredictor().loadRules(*text, path);
}

const std::vector<Property<Settings>> kProperties = withCommonRows<Settings>({
    {"target",
     "The model that the prompt is worded for",
     &Settings::target,
     {},
     When::Playing,
     {"generic", "flux", "openai", "gemini", "veo", "runway", "kling", "luma", "wan"}},
    {"target-model", "A model of the target, where its limits differ; empty = any",
     &Settings::targetModel},
    {"base-prompt", "What the operator wants to see; stands in front", &Settings::basePrompt},
    {"style", "The look; stands behind", &Settings::style},
    {"mood", "The mood in a word or two, such as melancholy", &Settings::mood},
    {"intensity",
     "How much is said and how strongly",
     &Settings::intensity,
     {},
     When::Playing,
     {"subtle", "balanced", "bold"}},
    {"keep", "What must not change, by commas, such as camera-motion,light", &Settings::keep},
    {"negative-prompt", "What should not be seen, nouns by commas", &Settings::negativePrompt},
    {"start-frame",
     "Whether the picture travels with the prompt: then it is told what changes, not what is there",
     &Settings::startFrame,
     {},
     When::Playing,
     {"auto", "yes", "no"}},
    {"interval", "Time between prompts inside a shot (ns)", &Settings::interval, {1}},
    {"rules-location",
     "A JSON file with rules instead of the built-in ones",
     &Settings::rulesLocation,
     {},
     When::Playing,
     {},
     checkRules},
    {"wait", "Wait for answers of workers, so that the same file gives the same result (not live)",
     &Settings::wait},
});

class PromptElement final : public ElementWith<Settings> {
  public:
    explicit PromptElement(GstBaseTransform* object) : ElementWith(object, kProperties) {}

    GstPad* requestPad(GstPadTemplate* pads, const char*) override
    {
        constexpr size_t kMostWaiting = 16;
        return output_.request(gstElement(), pads, "prompt", kMostWaiting);
    }

    void releasePad(GstPad*) override { output_.release(); }

  private:
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

    void open() override
    {
        writer_.emplace();
        const std::string path = now().rulesLocation;
        if (const auto text = path.empty() ? Result<std::string>(Error{}) : fileText(path))
            newRules_.with([&](auto& rules) { rules = {*text, path}; });
    }

    Status process(Frame& frame) override
    {
        takeNewRules();
        mayWait(now().wait);  // no worker yet, but live it is ignored all the same, and said so
        const auto motion = findMeta(frame.buffer(), kMotionMeta);
        const auto scene = findMeta(frame.buffer(), kSceneMeta);
        const Evidence evidence(motion ? &*motion : nullptr, scene ? &*scene : nullptr,
                                frame.time());
        const auto prompt = writer_->write(evidence, now());
        if (!prompt)
            return prompt.error();
        if (*prompt)
            announce(frame, **prompt);
        again(frame);
        return ok();
    }

    void again(Frame& frame) override
    {
        if (writer_->current())
            attachMeta(frame.buffer(), kPromptMeta, frame.width(), frame.height(),
                       toRecord(*writer_->current()));
        advancePad(frame.time());
    }

    void announce(const Frame& frame, const Prompt& prompt)
    {
        const Record record = toRecord(prompt);
        report("animatize-prompt", "prompt", record, {prompt.start, {now().interval}});
        if (const auto pad = output_.pad(segment(), chooseCaps)) {
            const std::string json = jsonLine("prompt", prompt.start.value, record) + "\n";
            const auto make = [json, text = prompt.text](GstCaps* chosen) {
                const auto* structure = gst_caps_get_structure(chosen, 0);
                const bool asJson = gst_structure_has_name(structure, "application/x-json");
                return bufferOf(asJson ? json : text);
            };
            pad->push(make, frame.time().now, now().interval);
        }
        publish(writer_->summary().append(numbers()));
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

    void interrupt(const std::string&) override { writer_->reset(); }

    void segmentChanged(GstEvent*) override { output_.begin(segment(), chooseCaps); }
    void flushing(bool begins) override { output_.flush(begins); }
    void ended() override { output_.endOfStream(); }

    Record numbers() const { return Record().add("pad-dropped", Record::Value(output_.dropped())); }

    Record takeSummary() override
    {
        Record summary = writer_->summary();
        summary.append(numbers());
        writer_->resetSummary();
        return summary;
    }

    struct RulesText {
        std::string text, source;
    };

    std::optional<PromptWriter> writer_;
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
    animatize::install(G_OBJECT_CLASS(klass), animatize::kProperties);
    animatize_observer_class_add_pad(&klass->parent_class, "prompt", animatize::kPadCaps);
    klass->parent_class.create = [](GstBaseTransform* object) -> animatize::Element* {
        return new animatize::PromptElement(object);
    };
}

static void animatize_prompt_init(GstAnimatizePrompt*) {}
