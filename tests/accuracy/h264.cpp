#include "accuracy/h264.h"

#include <memory>
#include <string>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>
}

namespace animatize::accuracy {
namespace {

struct Free {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Context = std::unique_ptr<AVCodecContext, Free>;
using Frame = std::unique_ptr<AVFrame, Free>;
using Packet = std::unique_ptr<AVPacket, Free>;

Context opened(const AVCodec* codec, AVCodecContext* context)
{
    Context owned(context);
    context->thread_count = 1;
    return avcodec_open2(context, codec, nullptr) >= 0 ? std::move(owned) : nullptr;
}

Context encoder(const cv::Size& size, int rateFactor, int fps)
{
    const AVCodec* codec = avcodec_find_encoder_by_name("libx264");
    if (!codec)
        return nullptr;
    AVCodecContext* context = avcodec_alloc_context3(codec);
    context->width = size.width;
    context->height = size.height;
    context->pix_fmt = AV_PIX_FMT_YUV420P;
    context->time_base = {1, fps};
    context->gop_size = 2 * fps;
    av_opt_set(context->priv_data, "preset", "medium", 0);
    av_opt_set(context->priv_data, "crf", std::to_string(rateFactor).c_str(), 0);
    return opened(codec, context);
}

Context decoder()
{
    const AVCodec* codec = avcodec_find_decoder(AV_CODEC_ID_H264);
    return codec ? opened(codec, avcodec_alloc_context3(codec)) : nullptr;
}

Frame frameOf(const cv::Mat& grey, int64_t pts)
{
    Frame frame(av_frame_alloc());
    frame->format = AV_PIX_FMT_YUV420P;
    frame->width = grey.cols;
    frame->height = grey.rows;
    frame->pts = pts;
    av_frame_get_buffer(frame.get(), 0);
    grey.copyTo(cv::Mat(grey.size(), CV_8U, frame->data[0], frame->linesize[0]));
    for (int i = 1; i < 3; ++i)
        cv::Mat(grey.rows / 2, grey.cols / 2, CV_8U, frame->data[i], frame->linesize[i]) = 128;
    return frame;
}

void take(AVCodecContext* from, std::vector<cv::Mat>& decoded)
{
    const Frame frame(av_frame_alloc());
    while (avcodec_receive_frame(from, frame.get()) >= 0) {
        const cv::Mat luma(frame->height, frame->width, CV_8U, frame->data[0], frame->linesize[0]);
        decoded.push_back(luma.clone());
    }
}

// One frame in, or null at the end; what it sets free goes through the decoder.
void pass(AVCodecContext* from, const AVFrame* frame, AVCodecContext* to,
          std::vector<cv::Mat>& decoded)
{
    avcodec_send_frame(from, frame);
    const Packet packet(av_packet_alloc());
    while (avcodec_receive_packet(from, packet.get()) >= 0) {
        avcodec_send_packet(to, packet.get());
        av_packet_unref(packet.get());
        take(to, decoded);
    }
}

}  // namespace

std::vector<cv::Mat> codedH264(const std::vector<cv::Mat>& frames, int rateFactor, int fps)
{
    av_log_set_level(AV_LOG_ERROR);
    std::vector<cv::Mat> decoded;
    const Context to = frames.empty() ? nullptr : encoder(frames.front().size(), rateFactor, fps);
    const Context from = decoder();
    if (!to || !from)
        return decoded;
    for (size_t i = 0; i < frames.size(); ++i)
        pass(to.get(), frameOf(frames[i], static_cast<int64_t>(i)).get(), from.get(), decoded);
    pass(to.get(), nullptr, from.get(), decoded);
    avcodec_send_packet(from.get(), nullptr);
    take(from.get(), decoded);
    return decoded.size() == frames.size() ? decoded : std::vector<cv::Mat>{};
}

}  // namespace animatize::accuracy
