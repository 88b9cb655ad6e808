// How well pictures of services are judged: what share of good ones of all kinds is let through,
// what share of the spoilt ones isn't, whether more of a fault is a lower score, and whether the
// start frame is recognised in what was made of it. "chosen" are the pictures that the constants
// were chosen on, "held back" those that nobody looked at while choosing.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "accuracy/look_photos.h"
#include "accuracy/quality_faults.h"
#include "accuracy/quality_pictures.h"
#include "accuracy/ranks.h"
#include "generate/quality/likeness.h"
#include "generate/quality/picture_decoder.h"
#include "generate/quality/picture_judge.h"

namespace animatize::accuracy {
namespace {

const char* const kHalves[] = {"chosen", "held back"};

double percent(size_t part, size_t all)
{
    return all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : NAN;
}

size_t passing(const std::vector<double>& scores)
{
    return static_cast<size_t>(std::count_if(scores.begin(), scores.end(),
                                             [](double score) { return score >= kMinQuality; }));
}

void good(const std::vector<GoodKind>& kinds)
{
    std::printf(
        "Good pictures: quality, and the share that reaches %.2f\n\n%-14s %-10s %5s %7s %7s "
        "%7s %9s\n",
        kMinQuality, "", "", "all", "least", "5 %", "median", "pass");
    size_t all[2] = {}, passed[2] = {};
    for (const GoodKind& kind : kinds)
        for (size_t half = 0; half < 2; ++half) {
            std::vector<double> scores;
            std::string failed;
            for (const GoodPicture& one : kind.pictures) {
                if (one.held != (half == 1))
                    continue;
                const Judgement judgement = judge(one.picture, {});
                scores.push_back(judgement.quality);
                if (judgement.quality < kMinQuality)
                    failed += " " + one.name + " (" + judgement.flaw + ")";
            }
            all[half] += scores.size();
            passed[half] += passing(scores);
            std::printf("%-14s %-10s %5zu %7.2f %7.2f %7.2f %8.1f%%%s\n", kind.name.c_str(),
                        kHalves[half], scores.size(), quantile(scores, 0.0), quantile(scores, 0.05),
                        quantile(scores, 0.5), percent(passing(scores), scores.size()),
                        failed.c_str());
        }
    for (size_t half = 0; half < 2; ++half)
        std::printf("%-14s %-10s %5zu %31.1f%%\n", "all", kHalves[half], all[half],
                    percent(passed[half], all[half]));
}

/// Scores of one picture at all strengths of a fault.
std::vector<double> scoresOf(const QualityFault& fault, const cv::Mat& picture, uint64_t seed)
{
    std::vector<double> scores;
    for (const double strength : fault.strengths)
        scores.push_back(judge(fault.apply(picture, strength, seed), {}).quality);
    return scores;
}

void printFault(const QualityFault& fault, const char* half,
                const std::vector<std::vector<double>>& rows)
{
    std::vector<double> correlations, gross;
    std::printf("%-16s %-10s", fault.name, half);
    for (size_t i = 0; i < fault.strengths.size(); ++i) {
        std::vector<double> column;
        for (const std::vector<double>& row : rows)
            column.push_back(row[i]);
        if (fault.strengths[i] >= fault.gross)
            gross.insert(gross.end(), column.begin(), column.end());
        std::printf(" %g:%.2f", fault.strengths[i], quantile(column, 0.5));
    }
    for (const std::vector<double>& row : rows)
        correlations.push_back(-spearman(fault.strengths, row));
    if (fault.gross > 0.0)
        std::printf("   rank correlation %.2f (least %.2f)", quantile(correlations, 0.5),
                    quantile(correlations, 0.0));
    if (!gross.empty())
        std::printf("   refused from %g on %.1f %% of %zu", fault.gross,
                    100.0 - percent(passing(gross), gross.size()), gross.size());
    std::printf("\n");
}

void spoilt(const GoodKind& photographs, size_t every)
{
    std::printf("\nFaults, strength:median quality\n\n");
    for (const QualityFault& fault : qualityFaults())
        for (size_t half = 0; half < 2; ++half) {
            std::vector<std::vector<double>> rows;
            for (size_t i = half; i < photographs.pictures.size(); i += 2 * every) {
                const GoodPicture& one = photographs.pictures[i];
                rows.push_back(scoresOf(fault, one.picture, i));
            }
            if (!rows.empty())
                printFault(fault, kHalves[half], rows);
        }
}

using Change = cv::Mat (*)(const cv::Mat& picture, uint64_t seed);

cv::Mat moved(const cv::Mat& picture, double zoom, double degrees, double right, double down)
{
    const cv::Point2f middle(static_cast<float>(picture.cols) / 2.0F,
                             static_cast<float>(picture.rows) / 2.0F);
    cv::Mat matrix = cv::getRotationMatrix2D(middle, degrees, zoom), result;
    matrix.at<double>(0, 2) += right * picture.cols;
    matrix.at<double>(1, 2) += down * picture.cols;
    cv::warpAffine(picture, result, matrix, picture.size(), cv::INTER_AREA, cv::BORDER_REFLECT);
    return result;
}

// Few colours, in patches with soft edges.
cv::Mat painted(const cv::Mat& picture)
{
    cv::Mat small, result;
    cv::resize(picture, small, {}, 0.5, 0.5, cv::INTER_AREA);
    cv::pyrMeanShiftFiltering(small, result, 8, 32, 0);
    result.forEach<cv::Vec3b>([](cv::Vec3b& pixel, const int*) {
        for (int c = 0; c < 3; ++c)
            pixel[c] = static_cast<uint8_t>(pixel[c] / 48 * 48 + 24);
    });
    return result;
}

// Dark lines on paper, where the picture has edges.
cv::Mat drawn(const cv::Mat& picture)
{
    cv::Mat grey, soft, result;
    cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    cv::GaussianBlur(grey, soft, {}, picture.cols / 60.0);
    cv::divide(grey, soft, result, 240.0, CV_8U);
    cv::cvtColor(result, result, cv::COLOR_GRAY2RGB);
    return result;
}

struct Restyling {
    const char* name;
    Change make;
};
const Restyling kRestylings[] = {
    {"darker by 3 stops", [](const cv::Mat& p, uint64_t) { return exposed(p, -3.0); }},
    {"brighter by 1.5", [](const cv::Mat& p, uint64_t) { return exposed(p, 1.5); }},
    {"lit from aside", [](const cv::Mat& p, uint64_t i) { return shaded(p, i % 2 ? 4.0 : -4.0); }},
    {"at night",
     [](const cv::Mat& p, uint64_t i) { return grainy(lit(exposed(p, -4.0), 9000.0), 3.0, i); }},
    {"painted", [](const cv::Mat& p, uint64_t) { return painted(p); }},
    {"drawn", [](const cv::Mat& p, uint64_t) { return drawn(p); }},
    {"negative", [](const cv::Mat& p, uint64_t) { return cv::Mat(cv::Scalar::all(255) - p); }},
    {"nearer by 20 %", [](const cv::Mat& p, uint64_t) { return moved(p, 1.2, 0.0, 0.0, 0.0); }},
    {"aside by 8 %",
     [](const cv::Mat& p, uint64_t i) { return moved(p, 1.05, 0.0, i % 2 ? 0.08 : -0.08, 0.0); }},
    {"turned by 5 degrees",
     [](const cv::Mat& p, uint64_t) { return moved(p, 1.1, 5.0, 0.0, 0.0); }},
    {"painted, lit, moved",
     [](const cv::Mat& p, uint64_t) {
         return lit(shaded(exposed(painted(moved(p, 1.08, 2.0, 0.03, 0.02)), -1.0), 2.0), 3500.0);
     }},
};

void printLikeness(const char* what, const char* half, const std::vector<double>& likeness)
{
    const auto below = static_cast<size_t>(
        std::count_if(likeness.begin(), likeness.end(), [](double one) { return one < 0.5; }));
    std::printf("%-22s %-10s %5zu %7.2f %7.2f %7.2f %7.2f %9.1f%%\n", what, half, likeness.size(),
                quantile(likeness, 0.0), quantile(likeness, 0.05), quantile(likeness, 0.5),
                quantile(likeness, 0.95), percent(below, likeness.size()));
}

double like(const cv::Mat& picture, const cv::Mat& start)
{
    cv::Mat now, then;
    cv::cvtColor(picture, now, cv::COLOR_RGB2GRAY);
    cv::cvtColor(start, then, cv::COLOR_RGB2GRAY);
    return likenessOf(now, then);
}

void likeness(const GoodKind& photographs)
{
    std::printf("\nLikeness to the start frame\n\n%-22s %-10s %5s %7s %7s %7s %7s %10s\n", "", "",
                "all", "least", "5 %", "median", "95 %", "< 0.5");
    for (const Restyling& restyling : kRestylings)
        for (size_t half = 0; half < 2; ++half) {
            std::vector<double> found;
            for (size_t i = half; i < photographs.pictures.size(); i += 2) {
                const cv::Mat& start = photographs.pictures[i].picture;
                found.push_back(like(restyling.make(start, i), start));
            }
            printLikeness(restyling.name, kHalves[half], found);
        }
    const std::vector<FramePair> pairs = framePairs();
    for (size_t half = 0; half < 2; ++half) {
        std::vector<double> found, others;
        for (const FramePair& pair : pairs)
            if (pair.held == (half == 1))
                found.push_back(like(pair.after, pair.before));
        printLikeness("a second later", kHalves[half], found);
        for (size_t i = half; i < photographs.pictures.size(); i += 2)
            for (size_t j = half; j < photographs.pictures.size(); j += 2)
                if (i != j)
                    others.push_back(
                        like(photographs.pictures[i].picture, photographs.pictures[j].picture));
        printLikeness("another scene", kHalves[half], others);
    }
}

std::string encoded(const cv::Mat& picture, const char* kind, const std::vector<int>& how)
{
    std::vector<uint8_t> bytes;
    cv::imencode(kind, picture, bytes, how);
    return {bytes.begin(), bytes.end()};
}

struct FileDamage {
    const char* name;
    std::string (*damage)(std::string bytes, cv::RNG& random);
};
size_t within(const std::string& bytes, cv::RNG& random)
{
    // Behind the headers: what is about pixels.
    return static_cast<size_t>(static_cast<double>(bytes.size()) * random.uniform(0.05, 0.95));
}
const FileDamage kDamages[] = {
    {"broken off",
     [](std::string bytes, cv::RNG& random) { return bytes.substr(0, within(bytes, random)); }},
    {"a gap",
     [](std::string bytes, cv::RNG& random) { return bytes.erase(within(bytes, random), 1400); }},
    {"64 bytes are others",
     [](std::string bytes, cv::RNG& random) {
         size_t at = within(bytes, random);
         for (int i = 0; i < 64 && at < bytes.size(); ++i, ++at)
             bytes[at] = static_cast<char>(random.uniform(0, 256));
         return bytes;
     }},
    {"one bit is another",
     [](std::string bytes, cv::RNG& random) {
         bytes[within(bytes, random)] ^= static_cast<char>(1 << random.uniform(0, 8));
         return bytes;
     }},
};

void files(const GoodKind& photographs)
{
    struct Kind {
        const char* name;
        const char* suffix;
        std::vector<int> how;
    };
    const Kind kinds[] = {{"PNG", ".png", {}},
                          {"JPEG", ".jpg", {cv::IMWRITE_JPEG_QUALITY, 90}},
                          {"JPEG, progressive", ".jpg", {cv::IMWRITE_JPEG_PROGRESSIVE, 1}},
                          {"WebP", ".webp", {cv::IMWRITE_WEBP_QUALITY, 85}},
                          {"WebP, lossless", ".webp", {cv::IMWRITE_WEBP_QUALITY, 101}}};
    std::printf("\nDamaged files: refused by the decoder, by decoder or judge\n\n");
    for (const Kind& kind : kinds)
        for (const FileDamage& damage : kDamages) {
            size_t all = 0, decoder = 0, both = 0;
            cv::RNG random(91);
            for (size_t i = 0; i < photographs.pictures.size(); i += 2) {
                const std::string file =
                    encoded(photographs.pictures[i].picture, kind.suffix, kind.how);
                const Result<cv::Mat> picture = decodePicture(damage.damage(file, random));
                ++all;
                decoder += picture ? 0 : 1;
                both += !picture || judge(*picture, {}).quality < kMinQuality ? 1 : 0;
            }
            std::printf("%-18s %-20s %5zu %8.1f %% %8.1f %%\n", kind.name, damage.name, all,
                        percent(decoder, all), percent(both, all));
        }
}

double millisecondsOf(const std::function<void()>& work)
{
    double least = INFINITY;
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - start;
        least = std::min(least, took.count());
    }
    return least;
}

void cost(const GoodKind& photographs)
{
    std::printf("\nCost on this machine, the least of five\n\n%-12s %10s %10s %12s %9s\n", "",
                "cvtColor", "decode", "judge", "start");
    for (const cv::Size size : {cv::Size(1024, 1024), cv::Size(1920, 1080), cv::Size(3840, 2160)}) {
        cv::Mat picture, grey;
        cv::resize(photographs.pictures[0].picture, picture, size, 0, 0, cv::INTER_CUBIC);
        const std::string file = encoded(picture, ".jpg", {});
        const double convert =
            millisecondsOf([&] { cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY); });
        const double decode = millisecondsOf([&] { (void)decodePicture(file); });
        const double alone = millisecondsOf([&] { judge(picture, {}); });
        const double conditioned = millisecondsOf([&] { judge(picture, picture); });
        std::printf("%5dx%-6d %7.2f ms %7.1f ms %9.1f ms %+6.1f ms = %.0f cvtColor, %.1f decodes\n",
                    size.width, size.height, convert, decode, alone, conditioned - alone,
                    alone / convert, alone / decode);
    }
}

void table(size_t every)
{
    const std::vector<GoodKind> kinds = goodPictures();
    if (kinds.front().pictures.empty()) {
        std::printf("Quality: left out, as there are no photographs\n");
        return;
    }
    good(kinds);
    spoilt(kinds.front(), every);
    likeness(kinds.front());
    files(kinds.front());
    cost(kinds.front());
}

}  // namespace
}  // namespace animatize::accuracy

int main(int argc, char** argv)
{
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    // 1: all photographs are spoilt; 2: every second one, and so on.
    animatize::accuracy::table(argc > 1 ? static_cast<size_t>(std::atoi(argv[1])) : 2);
}
