#include "src/prompt/llm_fakes.h"

#include "movement/movement_predictor.h"
#include "src/movement/measured.h"

namespace animatize::test {
FakeModel::FakeModel(std::string text)
    : compute_([text = std::move(text)](const HttpRequest& request) -> Answer {
          return HttpResponse{200, {}, completionFor(request.body, text)};
      })
{}

FakeModel::Answer FakeModel::send(const HttpRequest& request, const Patience& patience)
{
    std::unique_lock lock(mutex_);
    requests_.push_back(request);
    changed_.notify_all();
    if (!changed_.wait(lock, patience.stop, [this] { return !held_; }) ||
        patience.stop.stop_requested()) {
        ++givenUp_;
        changed_.notify_all();
        return HttpError{HttpFault::Cancelled, "given up"};
    }
    lock.unlock();
    return compute_(request);
}

void FakeModel::hold()
{
    std::lock_guard lock(mutex_);
    held_ = true;
}

void FakeModel::letGo()
{
    std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
}

bool FakeModel::await(size_t requests)
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10),
                             [&] { return requests_.size() >= requests; });
}

std::vector<HttpRequest> FakeModel::requests() const
{
    std::lock_guard lock(mutex_);
    return requests_;
}

bool FakeModel::awaitGivenUp(size_t count)
{
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return givenUp_ >= count; });
}

Prompt ruled(const std::string& direction, const PromptSettings& settings, uint64_t shotId)
{
    // Reading all rules takes longer than a case may that makes hundreds of prompts.
    static const PromptExpander expander;
    static MovementPredictor predictor;
    predictor.reset();
    Measured measured = Measured::still().scene().nobody();
    measured.set("motion.camera-motion", direction == "left" ? "pan-left" : "pan-right");
    measured.set("motion.camera-pan", direction == "left" ? -0.1 : 0.1);
    measured.set("motion.steadiness", "handheld");
    for (int frame = 0; frame < 30; ++frame)
        predictor.update(measured.at(frame));
    Prompt prompt =
        *expander.expand(predictor.movements(), predictor.looks(), measured.at(30), settings);
    prompt.shotId = shotId;
    prompt.id = std::to_string(shotId) + "-" + direction;
    return prompt;
}

const Dialect& dialectOf(const std::string& target)
{
    static const PromptExpander expander;
    return *expander.dialect(target);
}

LlmItem itemOf(const std::string& direction, const LlmSettings& llm)
{
    return llmItem(ruled(direction), dialectOf("generic"), {}, llm, "small", 0.0);
}

}  // namespace animatize::test
