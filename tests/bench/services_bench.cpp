// What services that hang, fail, flood and recover cost the stream, and what a shot on air costs:
// figures, not a test.
//
// Prints how long frames take from entering to leaving animatizegen, in milliseconds, in turns:
// with the local backend alone, with a service in bad weather in front of it, and with shots on
// air.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>

#include <opencv2/imgcodecs.hpp>

#include "gst/elements/given_metas.h"
#include "support/fault_server.h"
#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/rendered.h"
#include "support/rig.h"

using namespace animatize;
using namespace animatize::test;

namespace {

int frames = 8'000;

using Times = std::vector<double>;

double quantile(Times times, double share)
{
    std::sort(times.begin(), times.end());
    const auto last = static_cast<double>(times.size() - 1);
    return times[static_cast<size_t>(share * last + 0.5)];
}

void report(const char* name, const Times& times)
{
    std::printf("%-32s p50 %6.3f  p99 %6.3f  p99.9 %6.3f  longest %6.3f ms\n", name,
                quantile(times, 0.5), quantile(times, 0.99), quantile(times, 0.999),
                quantile(times, 1.0));
}

std::string goodAnswer()
{
    std::vector<uint8_t> bytes;
    cv::imencode(".png", colourTexture(320, 180, 11), bytes);
    const CharRef text(g_base64_encode(bytes.data(), bytes.size()));
    return std::string("{\"image\":\"") + text.get() + "\"}";
}

/// Every request meets the next kind of weather.
void badWeather(FaultServer& server)
{
    server.answer(
        [good = goodAnswer(), count = std::make_shared<std::atomic<int>>(0)](const Received&) {
            switch ((*count)++ % 5) {
                case 0:
                    return Reply::broken(Reply::How::Hang);
                case 1:
                    return Reply::failure(503);
                case 2:
                    return Reply::huge(64u << 20);
                case 3:
                    return Reply::tooMany();
                default:
                    return Reply::json(good);
            }
        });
}

/// One element with frames of shots that change every 40 frames.
class Lane {
  public:
    Lane(const char* name, const std::string& settings, cv::Size size)
        : name_(name),
          rig_("animatizegen frames=2 " + settings),
          info_(videoInfo(GST_VIDEO_FORMAT_I420, size.width, size.height))
    {
        rig_.caps(info_);
        still_ = frame(info_, moving(size.width, size.height, 3));
    }

    void push(int index)
    {
        BufferRef buffer(gst_buffer_copy(still_.get()));
        stamp(buffer.get(), info_, index);
        const auto shot = static_cast<guint64>(1 + index / 40);
        attachShot(buffer.get(), shot, 0.5);
        attachPrompt(buffer.get(), "camera_movement", "push_in", "in",
                     std::to_string(shot).c_str());
        const auto begun = std::chrono::steady_clock::now();
        rig_.push(std::move(buffer));
        const auto took = std::chrono::steady_clock::now() - begun;
        times_.push_back(std::chrono::duration<double, std::milli>(took).count());
    }

    void report() const { ::report(name_, times_); }
    Rig& rig() { return rig_; }

  private:
    const char* const name_;
    Rig rig_;
    const GstVideoInfo info_;
    BufferRef still_;
    Times times_;
};

std::string manifest(const Folder& folder, const FaultServer& server)
{
    const std::string path = folder.path("mine.json");
    std::ofstream(path)
        << "{\"schema\":\"animatize-providers/1\",\"name\":\"mine\",\"base-uri\":\""
        << server.uri("")
        << "\",\"submit\":{\"path\":\"/make\",\"body\":{\"text\":{\"$slot\":"
           "\"prompt\"},\"seed\":{\"$slot\":\"seed\"}}},\"size\":{\"as\":\"pixels\"},"
           "\"result\":{\"pictures\":[{\"as\":\"base64\",\"pointer\":\"/image\"}]}}";
    return path;
}

void throughBadWeather()
{
    FaultServer server;
    const Folder folder;
    badWeather(server);
    const std::string service = "deadline=300000000 providers-location=" + manifest(folder, server);
    const cv::Size size(320, 180);
    Lane local("local", "", size),
        remote("a service in bad weather", service + " backends=mine,local", size);
    for (int i = 0; i < frames; ++i) {
        for (Lane* lane : {&local, &remote})
            lane->push(i);
        g_usleep(2000);  // services take their time
    }
    std::printf("320x180, %d frames each, in turns, a shot every 40 frames\n", frames);
    local.report();
    remote.report();
    std::printf("requests %zu, frames lost 0, sets that became keyframes %zu\n\n",
                server.requests(), remote.rig().messages("animatize-keyframe").size() / 2);
}

void onAir()
{
    const cv::Size size(1920, 1080);
    Lane wire("1080p, passthrough", "", size);
    Lane air("1080p, on air", "output=replace auto-take=true play-duration=60000000000", size);
    for (int i = 0; i < frames / 20; ++i)
        for (Lane* lane : {&wire, &air})
            lane->push(i);
    std::printf("%d frames each, in turns, I420\n", frames / 20);
    wire.report();
    air.report();
}

}  // namespace

GST_START_TEST(figures)
{
    throughBadWeather();
    onAir();
}
GST_END_TEST

// A case of a suite only because the rig's assertions want one.
int main(int argc, char** argv)
{
    g_setenv("CK_FORK", "no", TRUE);
    if (argc > 1)
        frames = std::max(100, std::atoi(argv[1]));
    return runGst(argc, argv, "bench/services", {CASE(figures)});
}
