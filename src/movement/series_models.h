// What is known in advance of the courses of cameras and subjects: weights, memories and
// deviations, all found on the first half of the clips of tests/accuracy/accuracy-prediction (the
// rendered and the labelled ones); its second half shows that they hold.
#pragma once

#include "movement/series_forecast.h"

namespace animatize {

// In the order of SeriesModel::Expert:
//   stays fast slow mean rest quick calm regressed told

/// Speeds of a camera. Such speeds are measured well: their quick trend is one of few frames. It
/// swings about a mean, goes on, or comes to rest.
constexpr SeriesModel cameraModel(double floor)
{
    return {.prior = {{{0.0, 0.0, 0.0, 0.8, 2.0, 0.4, 0.06, 0.5, 0.0},
                       {0.0, 0.0, 0.0, 3.0, 6.0, 0.4, 0.1, 0.4, 0.0}}},
            .spread = {0.4, 0.7},
            .floor = floor,
            .leastDeviation = floor,
            .place = false,
            .quick = 0.032,
            .calm = 0.14,
            .quickFade = 7.0,
            .calmFade = 9.0,
            .mean = 3.0,
            .sharpness = 1.5,
            .nearSharpness = 0.7,
            .doubt = 1.25};
}

/// The way of a subject in the picture: above all it goes on.
constexpr SeriesModel kWayModel = {.prior = {{{0.0, 0.0, 0.05, 1.2, 0.0, 0.13, 1.3, 0.8, 0.0},
                                              {0.1, 0.05, 0.0, 0.75, 0.0, 0.75, 15.0, 1.6, 0.0}}},
                                   .spread = {0.4, 0.7},
                                   .floor = 0.003,
                                   .leastDeviation = 0.012,
                                   .place = true,
                                   .quick = 0.064,
                                   .calm = 0.8,
                                   .quickFade = 3.5,
                                   .calmFade = 20.0,
                                   .mean = 1.8,
                                   .sharpness = 0.5,
                                   .nearSharpness = 1.7,
                                   .doubt = 0.17};

/// Its size: outlines flicker, so levels and the median count more than trends.
constexpr SeriesModel kSizeModel = {.prior = {{{0.3, 1.2, 0.6, 1.2, 1.9, 0.0, 6.0, 0.35, 0.0},
                                               {0.3, 0.9, 0.4, 0.5, 0.0, 0.0, 1.6, 0.35, 0.0}}},
                                    .spread = {2.0, 2.8},
                                    .floor = 0.003,
                                    .leastDeviation = 0.006,
                                    .place = true,
                                    .quick = 0.32,
                                    .calm = 0.64,
                                    .quickFade = 7.0,
                                    .calmFade = 20.0,
                                    .mean = 2.0,
                                    .sharpness = 9.0,
                                    .nearSharpness = 4.4,
                                    .doubt = 1.3};

/// Its speed in the picture. What the way foretells counts more than what is measured now.
constexpr SeriesModel kSpeedModel = {.prior = {{{0.05, 0.05, 0.05, 0.6, 0.05, 0.0, 0.0, 0.5, 3.0},
                                                {0.02, 0.0, 0.05, 0.05, 4.7, 0.0, 0.0, 1.0, 1.6}}},
                                     .spread = {1.0, 1.0},
                                     .floor = 0.005,
                                     .leastDeviation = 0.02,
                                     .place = false,
                                     .quick = 0.16,
                                     .calm = 0.4,
                                     .quickFade = 0.5,
                                     .calmFade = 3.0,
                                     .mean = 6.0,
                                     .sharpness = 3.0,
                                     .nearSharpness = 1.75,
                                     .doubt = 0.17};

}  // namespace animatize
