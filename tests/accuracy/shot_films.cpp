// Writes a film whose shot boundaries are known exactly: raw I420 frames (320x180) to stdout, and
// what is in it as lines of JSON to a file. shot_accuracy.py plays it to the detectors.
//
//     shot-films KIND COUNT SEED TRUTH [FOLDER OF LABELLED CLIPS]
//
// KIND: photos drawings similar cartoons clips (hard cuts), dissolves fades clip-dissolves
// clip-fades (gradual), traps (nothing at all). Flashes of one or two frames are in the hard ones.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "accuracy/shot_scenes.h"

namespace animatize::accuracy {
namespace {

constexpr double kFastest = 0.2, kWhip = 1.0;  // widths per second

class Film {
  public:
    explicit Film(const char* truth) : truth_(std::fopen(truth, "w")) {}
    ~Film() { std::fclose(truth_); }
    Film(const Film&) = delete;
    Film& operator=(const Film&) = delete;

    int length() const { return length_; }

    void add(const cv::Mat& frame)
    {
        cv::Mat planes;
        cv::cvtColor(frame, planes, cv::COLOR_RGB2YUV_I420);
        std::fwrite(planes.data, 1, planes.total(), stdout);
        ++length_;
    }

    void cut() { std::fprintf(truth_, "{\"kind\":\"cut\",\"at\":%d}\n", length_); }

    /// The frames from `first` to the last one that was added, and the shot that began.
    void gradual(const char* kind, const char* how, int first, int shot)
    {
        std::fprintf(truth_, "{\"kind\":\"%s\",\"how\":\"%s\",\"from\":%d,\"to\":%d,\"shot\":%d}\n",
                     kind, how, first, length_ - 1, shot);
    }

  private:
    FILE* truth_;
    int length_ = 0;
};

/// A shot that runs: `at` is its next frame.
struct Running {
    Shot shot;
    int at = 0;

    cv::Mat next() { return shot(at++); }
};

using Chooser = std::function<Shot()>;

cv::Mat mixed(const cv::Mat& from, const cv::Mat& to, double share)
{
    cv::Mat result;
    cv::addWeighted(from, 1.0 - share, to, share, 0.0, result);
    return result;
}

// Another shot, unless it looks so much like the last picture that nobody would see a boundary.
Running following(const Chooser& choose, const cv::Mat& last)
{
    constexpr double kLeastLevels = 12.0;
    constexpr int kMostTries = 100;
    Running shot{choose()};
    for (int i = 0; i < kMostTries && !last.empty(); ++i, shot = {choose()}) {
        cv::Mat before, now;
        cv::resize(last, before, {32, 18}, 0, 0, cv::INTER_AREA);
        cv::resize(shot.shot(0), now, {32, 18}, 0, 0, cv::INTER_AREA);
        if (cv::norm(before, now, cv::NORM_L1) / static_cast<double>(before.total()) / 2.0 >=
            kLeastLevels)
            break;
    }
    return shot;
}

void play(Film& film, Running& shot, int frames)
{
    for (int i = 0; i < frames; ++i)
        film.add(shot.next());
}

// A tenth of the shots have a flash of one or two frames, never in the first or last two.
void playWithFlash(Film& film, Running& shot, int frames, cv::RNG& random)
{
    const bool flashes = random.uniform(0, 10) == 0;
    const int first = flashes ? random.uniform(3, frames - 4) : frames;
    const int last = first + random.uniform(0, 2);
    for (int i = 0; i < frames; ++i) {
        cv::Mat frame = shot.next();
        if (i >= first && i <= last)
            frame.convertTo(frame, CV_8U, 1.5, 70.0);
        film.add(frame);
    }
}

void joins(Film& film, const Chooser& choose, int count, cv::RNG& random)
{
    cv::Mat last;
    for (int i = 0; i <= count; ++i) {
        Running shot = following(choose, last);
        if (i > 0)
            film.cut();
        playWithFlash(film, shot, random.uniform(8, 45), random);
        last = shot.shot(shot.at - 1);
    }
}

void dissolves(Film& film, const Chooser& choose, int count, cv::RNG& random)
{
    Running shot{choose()};
    for (int i = 0; i < count; ++i) {
        play(film, shot, random.uniform(15, 60));
        Running next = following(choose, shot.shot(shot.at));
        const int first = film.length(), frames = random.uniform(5, 41);
        for (int k = 1; k <= frames; ++k)
            film.add(mixed(shot.next(), next.next(), k / (frames + 1.0)));
        film.gradual("dissolve", "dissolve", first, film.length());
        shot = next;
    }
    play(film, shot, 30);
}

void fadeOut(Film& film, Running& shot, const cv::Mat& into, int frames)
{
    for (int k = 1; k <= frames; ++k)
        film.add(mixed(shot.next(), into, k / (frames + 1.0)));
}

void fadeIn(Film& film, Running& shot, const cv::Mat& from, int frames)
{
    for (int k = 1; k <= frames; ++k)
        film.add(mixed(from, shot.next(), k / (frames + 1.0)));
}

void fades(Film& film, const Chooser& choose, int count, cv::RNG& random)
{
    Running shot{choose()};
    for (int i = 0; i < count; ++i) {
        play(film, shot, random.uniform(15, 60));
        const cv::Mat plain(kShotHeight, kShotWidth, CV_8UC3,
                            cv::Scalar::all(random.uniform(0, 3) ? 0 : 255));
        const int how = i % 3, first = film.length();
        const bool out = how != 0, in = how != 1;
        if (out)
            fadeOut(film, shot, plain, random.uniform(5, 41));
        else
            film.cut();
        if (out && !in)
            film.gradual("fade", "out", first, film.length());
        if (out)
            film.add(plain);
        for (int k = random.uniform(how == 2 ? 0 : 8, how == 2 ? 6 : 20); k > 0; --k)
            film.add(plain);
        shot = following(choose, shot.shot(shot.at));
        const int picture = film.length();
        if (!in) {
            film.cut();
            continue;
        }
        fadeIn(film, shot, plain, random.uniform(5, 41));
        film.gradual("fade", out ? "through" : "in", out ? first : picture, picture);
    }
    play(film, shot, 30);
}

using Disturbance = std::function<cv::Mat(const cv::Mat& frame, double share)>;

// What comes and goes in a shot and is none of its ends; `share` runs from 0 to 1 and back.
std::vector<Disturbance> disturbances(const cv::Mat& skin)
{
    const auto exposed = [](double gain, double offset) {
        return [=](const cv::Mat& frame, double share) {
            cv::Mat result;
            frame.convertTo(result, -1, 1.0 + (gain - 1.0) * share, offset * share);
            return result;
        };
    };
    const auto titled = [](const cv::Mat& frame, double share) {
        cv::Mat text = frame.clone();
        cv::putText(text, "ANIMATIZE", {30, 80}, cv::FONT_HERSHEY_SIMPLEX, 1.6,
                    cv::Scalar::all(255), 6, cv::LINE_AA);
        cv::putText(text, "directed by nobody", {50, 130}, cv::FONT_HERSHEY_SIMPLEX, 0.7,
                    cv::Scalar::all(255), 2, cv::LINE_AA);
        return mixed(frame, text, share);
    };
    const auto blurred = [](const cv::Mat& frame, double share) {
        cv::Mat soft;
        cv::GaussianBlur(frame, soft, {}, 0.1 + 12.0 * share);
        return soft;
    };
    const auto covered = [skin](const cv::Mat& frame, double share) {
        cv::Mat result = frame.clone();
        const int width = std::min(kShotWidth, cvRound(share * 1.1 * kShotWidth));
        if (width > 0)
            skin({0, 0, width, kShotHeight}).copyTo(result(cv::Rect(0, 0, width, kShotHeight)));
        return result;
    };
    return {exposed(0.4, 0.0), exposed(1.6, 20.0), exposed(0.7, 60.0), titled, blurred, covered};
}

// Every shot is one film for itself to the reader: cuts are labelled, nothing else is.
void traps(Film& film, const Chooser& choose, const Chooser& chooseFast, int count, cv::RNG& random)
{
    cv::Mat last;
    for (int i = 0; i < count; ++i) {
        const bool fast = i % 7 == 6;
        Running shot = following(fast ? chooseFast : choose, last);
        if (i > 0)
            film.cut();
        const auto all = disturbances(choose()(0));
        const int frames = random.uniform(10, 50);
        play(film, shot, 20);
        for (int k = 1; k < 2 * frames; ++k) {
            const cv::Mat frame = shot.next();
            const double share = (k < frames ? k : 2 * frames - k) / static_cast<double>(frames);
            film.add(fast ? frame : all[static_cast<size_t>(i % 7)](frame, share));
        }
        play(film, shot, 20);
        last = shot.shot(shot.at - 1);
    }
}

/// Draws from `pictures`, never the same twice running; `similar`: two views of one in turn.
Chooser fromPictures(std::vector<cv::Mat> pictures, double fastest, bool cartoon, bool similar,
                     cv::RNG& random)
{
    return [=, &random, last = -1, turn = 0]() mutable {
        int one = last;
        if (!similar || turn++ % 2 == 0)
            while (one == last)
                one = random.uniform(0, static_cast<int>(pictures.size()));
        last = one;
        cv::Mat picture = pictures[static_cast<size_t>(one)];
        if (similar && turn % 2 == 0)
            cv::flip(picture, picture, 1);
        return cartoon ? cartoonOver(picture, random) : cameraOver(picture, fastest, random);
    };
}

Chooser fromClips(const std::vector<Clip>& clips, cv::RNG& random)
{
    return [&clips, &random, last = -1]() mutable {
        int one = last;
        while (one == last)
            one = random.uniform(0, static_cast<int>(clips.size()));
        last = one;
        const Clip& clip = clips[static_cast<size_t>(one)];
        return playing(clip, random.uniform(0, static_cast<int>(clip.frames.size())));
    };
}

std::vector<cv::Mat> sceneries(const std::string& kind)
{
    std::vector<cv::Mat> all = photographs();
    if (kind == "drawings" || kind == "cartoons")
        return drawings(40, 5);
    if (kind == "photos" || kind == "similar")
        return all;
    const std::vector<cv::Mat> drawn = drawings(12, 6);
    all.insert(all.end(), drawn.begin(), drawn.end());
    return all;
}

int write(const std::string& kind, int count, uint64_t seed, const char* truth,
          const std::string& folder)
{
    Film film(truth);
    cv::RNG random(seed * 1000 + 7);
    const bool real = kind.rfind("clip", 0) == 0;
    const std::vector<Clip> clips = real ? labelledPieces(folder, 25) : std::vector<Clip>();
    const std::vector<cv::Mat> pictures = real ? std::vector<cv::Mat>() : sceneries(kind);
    if ((real ? clips.size() : pictures.size()) < 2)
        return 1;
    const Chooser choose =
        real ? fromClips(clips, random)
             : fromPictures(pictures, kFastest, kind == "cartoons", kind == "similar", random);
    if (kind.find("dissolves") != std::string::npos)
        dissolves(film, choose, count, random);
    else if (kind.find("fades") != std::string::npos)
        fades(film, choose, count, random);
    else if (kind == "traps")
        traps(film, choose, fromPictures(pictures, kWhip, false, false, random), count, random);
    else
        joins(film, choose, count, random);
    return 0;
}

}  // namespace
}  // namespace animatize::accuracy

int main(int count, char** arguments)
{
    if (count < 5) {
        std::fprintf(stderr, "shot-films KIND COUNT SEED TRUTH [FOLDER OF LABELLED CLIPS]\n");
        return 2;
    }
    const int status = animatize::accuracy::write(arguments[1], std::atoi(arguments[2]),
                                                  std::strtoull(arguments[3], nullptr, 10),
                                                  arguments[4], count > 5 ? arguments[5] : "");
    if (status != 0)
        std::fprintf(stderr, "shot-films: there are no pictures for '%s'\n", arguments[1]);
    return status;
}
