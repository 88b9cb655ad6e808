// Pictures that are good, of all the kinds that may come: photographs, drawings, frames of films,
// and photographs made into night, fog, snow, low key and high key.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace animatize::accuracy {

struct GoodPicture {
    std::string name;
    cv::Mat picture;    ///< CV_8UC3, R G B, at most 1280 pixels long
    bool held = false;  ///< no constant was chosen by it; frames of one film are all of one half
};

struct GoodKind {
    std::string name;
    std::vector<GoodPicture> pictures;
};

/// Photographs first. Each kind may be empty: the pictures come from Debian's mate-backgrounds and
/// from pictures.sh, the films from clips.sh and $ANIMATIZE_CLIPS.
std::vector<GoodKind> goodPictures();

/// Frames of one shot with a moving camera or subject, a second apart.
struct FramePair {
    std::string name;
    cv::Mat before, after;
    bool held = false;
};
std::vector<FramePair> framePairs();

}  // namespace animatize::accuracy
