#include "generate/quality/jpeg_decoder.h"

#include <csetjmp>
#include <cstdio>

#include <jerror.h>
#include <jpeglib.h>

#include "base/clock.h"
#include "generate/quality/fourth_channel.h"

namespace animatize {
namespace {

/// libjpeg's state, and the way out of it: a jump. No object with a destructor may be born between
/// setjmp() and what can fail, so all of them live here or outside.
class JpegReader {
  public:
    JpegReader(const std::string& file, uint64_t mostTime)
        : file_(file), start_(clock_.now()), mostTime_(mostTime)
    {
        info_.err = jpeg_std_error(&errors_);
        info_.client_data = this;
        errors_.error_exit = [](j_common_ptr info) { of(info).fail(); };
        errors_.emit_message = [](j_common_ptr info, int level) { of(info).hear(level); };
        errors_.output_message = [](j_common_ptr) {};
        progress_.progress_monitor = [](j_common_ptr info) { of(info).checkTime(); };
    }
    ~JpegReader() { jpeg_destroy_decompress(&info_); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    /// Reads the header; false: error().
    bool open()
    {
        if (setjmp(way_) != 0)
            return false;
        jpeg_create_decompress(&info_);
        info_.progress = &progress_;
        jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(file_.data()),
                     static_cast<unsigned long>(file_.size()));
        jpeg_read_header(&info_, TRUE);
        info_.out_color_space = info_.num_components == 4 ? JCS_CMYK : JCS_RGB;
        return true;
    }

    cv::Size size() const
    {
        return {static_cast<int>(info_.image_width), static_cast<int>(info_.image_height)};
    }
    int channels() const { return info_.num_components == 4 ? 4 : 3; }
    /// Whether 255 of a CMYK picture is no ink: Adobe writes it so, and says that it was Adobe.
    bool isInverted() const { return info_.saw_Adobe_marker != FALSE; }

    /// Into a picture of size() and channels(); false: error().
    bool read(cv::Mat& picture)
    {
        if (setjmp(way_) != 0)
            return false;
        jpeg_start_decompress(&info_);
        while (info_.output_scanline < info_.output_height) {
            JSAMPROW row = picture.ptr(static_cast<int>(info_.output_scanline));
            jpeg_read_scanlines(&info_, &row, 1);
            checkTime();
        }
        jpeg_finish_decompress(&info_);
        return true;
    }

    Error error() const
    {
        if (late_)
            return {"the picture (JPEG) takes too long to decode"};
        return {std::string("the picture (JPEG) is damaged: ") + message_};
    }

  private:
    static JpegReader& of(j_common_ptr info)
    {
        return *static_cast<JpegReader*>(info->client_data);
    }

    [[noreturn]] void fail()
    {
        (*errors_.format_message)(reinterpret_cast<j_common_ptr>(&info_), message_);
        std::longjmp(way_, 1);
    }

    void hear(int level)
    {
        const bool harmless =
            errors_.msg_code == JWRN_JFIF_MAJOR || errors_.msg_code == JWRN_ADOBE_XFORM;
        if (level < 0 && !harmless)
            fail();
    }

    void checkTime()
    {
        late_ = clock_.now() - start_ > mostTime_;
        if (late_)
            std::longjmp(way_, 1);
    }

    const std::string& file_;
    const SteadyClock clock_;
    const uint64_t start_, mostTime_;
    jpeg_decompress_struct info_{};
    jpeg_error_mgr errors_{};
    jpeg_progress_mgr progress_{};
    std::jmp_buf way_{};
    char message_[JMSG_LENGTH_MAX] = "";
    bool late_ = false;
};

}  // namespace

Result<cv::Mat> decodeJpeg(const std::string& file, uint64_t mostTime)
{
    JpegReader reader(file, mostTime);
    if (!reader.open())
        return reader.error();
    cv::Mat picture(reader.size(), CV_8UC(reader.channels()));
    if (!reader.read(picture))
        return reader.error();
    if (picture.channels() == 3)
        return picture;
    if (!reader.isInverted())
        cv::bitwise_not(picture, picture);
    return timesFourth(picture);
}

}  // namespace animatize
