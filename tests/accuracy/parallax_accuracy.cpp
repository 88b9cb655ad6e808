// Zoom or push-in? Scenes of two to four photographs standing one behind the other, seen by a
// camera that travels, beside the same pictures painted on one plane, which only zoom, pan and tilt
// at the same speed. Counted are frames from 0.7 s on; "absent" claims nothing.
#include <cstdio>
#include <map>
#include <mutex>
#include <thread>

#include "accuracy/layered_clips.h"
#include "frame/cut_test.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

constexpr int kFrom = 18;  // of the frames of a layered plan
const char* const kWords[] = {"none", "push", "pull", "truck", "pedestal", "absent"};

using Counts = std::map<std::string, int>;

std::vector<Travel> travels()
{
    std::vector<Travel> all;
    for (const double speed : {0.5, 1.0, 2.0}) {
        all.push_back({"push", 0.0, 0.0, 0.08 * speed});
        all.push_back({"pull", 0.0, 0.0, -0.08 * speed});
        all.push_back({"truck", 0.08 * speed, 0.0, 0.0});
        all.push_back({"pedestal", 0.0, 0.06 * speed, 0.0});
    }
    return all;
}

Counts watch(const LayeredPlan& plan)
{
    Counts said;
    MotionDetector detector;
    for (int i = 0; i < plan.frames; ++i) {
        const ReducedPicture picture = test::reduced(render(plan, i));
        CutFeatures cut;
        cut.first = i == 0;
        const auto frame = detector.detect(picture, cut, test::timeOf(i, kFps), {});
        if (frame && i >= kFrom)
            ++said[frame->result.cameraTranslation.value_or("absent")];
    }
    return said;
}

void print(const std::string& is, const Counts& said)
{
    int all = 0;
    for (const auto& [word, count] : said)
        all += count;
    std::printf("%-22s %6d", is.c_str(), all);
    for (const char* word : kWords)
        std::printf(" %8.1f %%", 100.0 * (said.count(word) ? said.at(word) : 0) / std::max(1, all));
    std::printf("\n");
}

int table(size_t rounds)
{
    const std::vector<Photo> photos = photographs();
    if (photos.size() < 12)
        return 1;
    std::map<std::string, Counts> all;
    std::mutex mutex;
    const auto part = [&](size_t first) {
        const std::vector<Travel> travel = travels();
        for (size_t job = first; job < rounds * travel.size() * 2; job += 2) {
            const bool flat = job / 2 % 2;
            const size_t which = job / 4 * 2 + first;
            const Travel& how = travel[which % travel.size()];
            const Counts said = watch(layeredPlan(photos, how, which, flat));
            const std::lock_guard lock(mutex);
            Counts& row = all[(flat ? "plane, as in a " : "") + how.translation];
            for (const auto& [word, count] : said)
                row[word] += count;
        }
    };
    std::thread other(part, 1);
    part(0);
    other.join();
    std::printf("\nTravelling or not, %zu photographs in 2 to 4 layers, noise 3\n\n%-22s %6s",
                photos.size(), "is", "frames");
    for (const char* word : kWords)
        std::printf(" %10s", word);
    std::printf("\n");
    for (const auto& [is, said] : all)
        print(is, said);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    return animatize::accuracy::table(argc > 1 ? static_cast<size_t>(std::atoi(argv[1])) : 2);
}
