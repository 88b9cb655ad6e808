// In every format of the contract the overlay that is drawn is the one that is handed downstream.
#include "../overlay/laid_over.h"
#include "overlay_stream.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFormats = 26;

struct Size {
    int width, height;
};

}  // namespace

GST_START_TEST(drawnAndHandedOnAreTheSame)
{
    const GstVideoFormat format = formats()[static_cast<size_t>(__i__)];
    for (const Size size : {Size{1, 1}, Size{17, 13}, Size{161, 91}}) {
        const GstVideoInfo info = videoInfo(format, size.width, size.height);
        OverlayStream attached(info, true), blended(info);
        for (int i = 0; i < 2; ++i) {
            const auto sprites = rectanglesOn(attached.next().get());
            const BufferRef out = blended.next();
            const double worst = worstLaid(info, blended.given(i).get(), out.get(), sprites);
            // Each sprite over another one is rounded once more.
            ck_assert_msg(worst <= 2.0, "%s: %g codes", nameOf(info).c_str(), worst);
            ck_assert_msg(size.width < 100 || sprites.size() > 1, "nothing was drawn");
        }
        ck_assert(blended.rig().warnings().empty() && attached.rig().warnings().empty());
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "overlay_formats", {CASES(drawnAndHandedOnAreTheSame, kFormats)});
}
