// What the tests of the generator share: a job, a clock, and backends that fail in every way there
// is.
#pragma once

#include <stdexcept>
#include <string>

#include "generate/image_generator.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize::test {

/// Each look at it is a millisecond later.
class CountingClock final : public Clock {
  public:
    uint64_t now() const override { return now_ += kMillisecond; }

  private:
    mutable uint64_t now_ = 0;
};

inline KeyframeJob job(const std::string& move = "pan", const std::string& direction = "right")
{
    KeyframeJob made;
    made.image = colourTexture(160, 90, 4);
    made.promptId = "3-1";
    made.prompt = "the camera pans";
    made.shotId = 3;
    made.sourcePts = {2 * kSecond};
    Movement movement;
    movement.category = "camera_movement";
    movement.name = move;
    movement.direction = direction;
    made.movements = {movement};
    return made;
}

inline GeneratorSettings settings(uint32_t frames = 4)
{
    GeneratorSettings made;
    made.frames = frames;
    return made;
}

inline GeneratedSet generate(const KeyframeJob& job, const GeneratorSettings& settings,
                             uint64_t first = 0, const std::stop_token& stop = {})
{
    const CountingClock clock;
    GeneratedSet set = ImageGenerator(clock).generate(job, settings, stop);
    ImageGenerator::write(set, settings, first, stop);
    return set;
}

inline bool same(const cv::Mat& one, const cv::Mat& other)
{
    return one.size() == other.size() && cv::norm(one, other, cv::NORM_INF) == 0.0;
}

inline bool says(const Error& error, const std::string& words)
{
    return error.message.find(words) != std::string::npos;
}

// Backends that fail in every way there is.

struct Refusing final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        return BackendError{"today is Sunday"};
    }
};

struct Throwing final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        throw std::runtime_error("something burst");
    }
};

struct Short final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        return Rendering{{job.image}, "short", ""};
    }
};

struct Large final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        return Rendering{std::vector<cv::Mat>(job.frames, cv::Mat(5, 5, CV_8UC3)), "large", ""};
    }
};

/// Delivers black pictures, from a cache, at the second attempt.
struct Black final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        const cv::Mat black(job.image.size(), CV_8UC3, cv::Scalar::all(0));
        return Rendering{std::vector<cv::Mat>(job.frames, black), "night", "algorithmicMedia", true,
                         2};
    }
};

/// A service that doesn't allow what is asked for, at the third attempt.
struct Prudish final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&,
                                           const BackendCall& call) const override
    {
        if (call.tell)
            call.tell({GenerationEvent::State::Retrying, "prudish", "busy"});
        return BackendError{"not allowed", true, false, 3, 5 * kSecond};
    }
};

/// A service that would deliver.
struct Willing final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall& call) const override
    {
        deadline = call.deadline;
        Rendering made{std::vector<cv::Mat>(job.frames, colourTexture(160, 90, 9)), "m", "t"};
        made.seed = 77;
        made.quality = 0.5;
        return made;
    }
    static inline uint64_t deadline = 0;
};

/// A service that is only looked at.
struct Dry final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        return BackendError{"dry", false, true};
    }
};

/// A service's picture came, and before it was moved nobody wanted it any more.
struct Forsaken final : Backend {
    bool isRemote() const override { return true; }
    Result<Rendering, BackendError> render(const KeyframeJob&, const BackendCall&) const override
    {
        interest->request_stop();
        Rendering made{{}, "forsaken", ""};
        made.quality = 0.5;
        return made;
    }

    static inline std::stop_source* interest = nullptr;
};

/// Somebody loses interest while it works.
struct Interrupted final : Backend {
    Result<Rendering, BackendError> render(const KeyframeJob& job,
                                           const BackendCall&) const override
    {
        interest->request_stop();
        return Rendering{{job.image}, "interrupted", ""};
    }

    static inline std::stop_source* interest = nullptr;
};

template <typename T>
std::unique_ptr<Backend> make()
{
    return std::make_unique<T>();
}

inline constexpr BackendRow kFaulty[] = {
    {"refusing", "", make<Refusing>}, {"throwing", "", make<Throwing>},
    {"short", "", make<Short>},       {"large", "", make<Large>},
    {"black", "", make<Black>},       {"interrupted", "", make<Interrupted>},
    {"prudish", "", make<Prudish>},   {"willing", "", make<Willing>},
    {"dry", "", make<Dry>},           {"forsaken", "", make<Forsaken>},
};

inline GeneratedSet generateFaulty(const std::string& backends, std::stop_source& stop)
{
    Interrupted::interest = Forsaken::interest = &stop;
    const CountingClock clock;
    GeneratorSettings asked = settings();
    asked.backends = backends;
    return ImageGenerator(clock, findIn(kFaulty)).generate(job(), asked, stop.get_token());
}

inline GeneratedSet generateFaulty(const std::string& backends)
{
    std::stop_source stop;
    return generateFaulty(backends, stop);
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
inline void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

}  // namespace animatize::test
