// Real clips as traces, and traces in files.
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>

#include <opencv2/imgproc.hpp>

#include "accuracy/prediction_clips.h"
#include "frame/cut_test.h"
#include "motion/motion_detector.h"
#include "support/rendered.h"

namespace animatize::accuracy {
namespace {

struct Labelled {
    const char* file;
    double fps;
    int width, height;
    std::vector<int> shots;  ///< first frames; those of gradual transitions as well
};

const std::vector<Labelled>& clips()
{
    static const std::vector<Labelled> all = {
        {"vtest.avi", 10.0, 768, 576, {0}},
        {"tree.avi", 15.0, 320, 240, {0}},
        {"Megamind.avi", 23.976, 720, 528, {0, 1, 98, 154, 200}},
        {"bgs_video03.avi", 60.0, 320, 240, {0}},
        {"intel_car_detection.mp4", 12.5, 768, 432, {0}},
        {"intel_bottle.mp4", 29.83, 640, 360, {0}},
        {"gopro_karma.mp4", 29.97, 854, 480, {0}},
        {"moviepy_bbb_0_30.webm", 24.0, 1280, 720, {0, 48, 283, 376, 551}},
        {"facerec_short_hamilton.mp4", 29.97, 640, 360, {0, 20, 82, 211}},
        {"mdn_tears_of_steel_battle.webm", 24.0, 800, 332, {0,    52,   122,  158,  221,  309,
                                                            715,  788,  872,  901,  987,  1127,
                                                            1157, 1203, 1234, 1246, 1284, 1345,
                                                            1378, 1430, 1472, 1525, 1571, 1618,
                                                            1650, 1689}},
        {"hecate_video_sum.mp4", 29.05, 320, 240, {0, 91, 182, 274, 367}},
    };
    return all;
}

std::string pathOf(const std::string& folder, const char* file)
{
    // OpenCV's own clips are in Debian's opencv-doc; docs/examples/run/clips.sh unpacks them.
    for (const std::string& place : {folder, std::string(".cache/clips"),
                                     std::string("/usr/share/doc/opencv-doc/examples/data")})
        if (std::ifstream(place + "/" + file).good())
            return place + "/" + file;
    return {};
}

// ffmpeg decodes: OpenCV's reader stops at the data tracks of some cameras.
Trace watched(const Labelled& clip, const std::string& path)
{
    constexpr int kWide = 320;
    const int high = kWide * clip.height / clip.width / 2 * 2;
    const std::string command =
        "ffmpeg -v error -i '" + path +
        "' -map 0:v:0 -f rawvideo -pix_fmt gray -vf scale=" + std::to_string(kWide) + ":" +
        std::to_string(high) + " -";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    Trace trace{clip.file, true, -1, {}};
    MotionDetector detector;
    CutTest cuts;
    cv::Mat grey(high, kWide, CV_8U);
    uint64_t shot = 0;
    while (pipe && fread(grey.data, 1, grey.total(), pipe.get()) == grey.total()) {
        const auto index = static_cast<int>(trace.frames.size());
        while (shot < clip.shots.size() && clip.shots[shot] <= index)
            ++shot;
        const FrameTime time = test::timeOf(index, clip.fps);
        const ReducedPicture picture = test::reduced(grey);
        TraceFrame one;
        one.seconds = static_cast<double>(*time.pts) / 1e9;
        one.shot = shot;
        one.measured = detector.detect(picture, cuts.next(picture), time, {})->result;
        trace.frames.push_back(std::move(one));
    }
    return trace;
}

void write(std::ostream& out, const TraceFrame& f)
{
    const MotionResult& m = f.measured;
    out << f.seconds << ' ' << f.shot << ' ' << m.frameWidth << ' ' << m.frameHeight << ' '
        << m.warmingUp << ' ' << m.intensity << ' ' << m.environment << ' '
        << m.flowMagnitude.value_or(-1) << ' ' << m.direction.value_or(-1) << ' '
        << m.cameraConfidence << ' ' << m.steadiness.value_or("-") << ' '
        << m.cameraMotion.value_or("-") << ' ' << m.pattern << ' ' << m.camera.has_value();
    if (m.camera)
        out << ' ' << m.camera->pan << ' ' << m.camera->tilt << ' ' << m.camera->zoom << ' '
            << m.camera->roll;
    out << ' ' << f.camera.has_value();
    for (size_t i = 0; f.camera && i < 4; ++i)
        out << ' ' << (*f.camera)[i];
    out << ' ' << f.subject.has_value();
    for (size_t i = 0; f.subject && i < 4; ++i)
        out << ' ' << (*f.subject)[i];
    out << ' ' << f.velocity.has_value();
    if (f.velocity)
        out << ' ' << (*f.velocity)[0] << ' ' << (*f.velocity)[1];
    out << ' ' << m.regions.size();
    for (const MotionRegion& r : m.regions)
        out << ' ' << r.id << ' ' << r.x << ' ' << r.y << ' ' << r.width << ' ' << r.height << ' '
            << r.area << ' ' << r.age << ' ' << r.vx.value_or(1e9) << ' ' << r.vy.value_or(1e9);
    out << '\n';
}

TraceFrame read(std::istream& in)
{
    TraceFrame f;
    MotionResult& m = f.measured;
    double flow = 0, direction = 0;
    std::string steadiness, camera;
    bool has = false;
    size_t regions = 0;
    in >> f.seconds >> f.shot >> m.frameWidth >> m.frameHeight >> m.warmingUp >> m.intensity >>
        m.environment >> flow >> direction >> m.cameraConfidence >> steadiness >> camera >>
        m.pattern >> has;
    if (flow >= 0)
        m.flowMagnitude = flow;
    if (direction >= 0)
        m.direction = direction;
    if (steadiness != "-")
        m.steadiness = steadiness;
    if (camera != "-")
        m.cameraMotion = camera;
    if (has) {
        m.camera.emplace();
        in >> m.camera->pan >> m.camera->tilt >> m.camera->zoom >> m.camera->roll;
    }
    in >> has;
    if (has) {
        f.camera.emplace();
        for (double& value : *f.camera)
            in >> value;
    }
    in >> has;
    if (has) {
        f.subject.emplace();
        for (double& value : *f.subject)
            in >> value;
    }
    in >> has;
    if (has) {
        f.velocity.emplace();
        in >> (*f.velocity)[0] >> (*f.velocity)[1];
    }
    in >> regions;
    for (size_t i = 0; i < regions && in; ++i) {
        MotionRegion r;
        double vx = 0, vy = 0;
        in >> r.id >> r.x >> r.y >> r.width >> r.height >> r.area >> r.age >> vx >> vy;
        if (vx < 1e8)
            r.vx = vx, r.vy = vy;
        m.regions.push_back(r);
    }
    return f;
}

}  // namespace

std::vector<Trace> labelledTraces(const std::string& folder)
{
    std::vector<Trace> traces;
    for (const Labelled& clip : clips()) {
        const std::string path = pathOf(folder, clip.file);
        if (path.empty())
            std::printf("%s is not there\n", clip.file);
        else
            traces.push_back(watched(clip, path));
    }
    return traces;
}

void save(const std::vector<Trace>& traces, const std::string& path)
{
    std::ofstream out(path);
    out.precision(10);
    for (const Trace& trace : traces) {
        out << trace.kind << '\n'
            << trace.subject << ' ' << trace.half << ' ' << trace.frames.size() << '\n';
        for (const TraceFrame& frame : trace.frames)
            write(out, frame);
    }
}

std::vector<Trace> load(const std::string& path)
{
    std::ifstream in(path);
    std::vector<Trace> traces;
    std::string line;
    while (std::getline(in, line)) {
        Trace trace;
        trace.kind = line;
        size_t frames = 0;
        in >> trace.subject >> trace.half >> frames;
        for (size_t i = 0; i < frames && in; ++i)
            trace.frames.push_back(read(in));
        std::getline(in, line);
        traces.push_back(std::move(trace));
    }
    return traces;
}

}  // namespace animatize::accuracy
