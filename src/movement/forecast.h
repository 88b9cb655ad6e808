// Forecast: what is to come, for rules that ask for "forecast." fields and for the record: camera
// and subject in half a second and in a second, what comes and goes with a period, the next cut.
//
// Camera, subject and periods are those of the shot and start anew with it; the rhythm of the cuts
// is the stream's. Without timestamps nothing is forecast. What could not be forecast better than
// "it stays as it is" is absent. Fixed memory; a frame allocates nothing.
#pragma once

#include "movement/camera_forecast.h"
#include "movement/cut_rhythm.h"
#include "movement/evidence.h"
#include "movement/forecast_fields.h"
#include "movement/periodicity.h"
#include "movement/subject_forecast.h"

namespace animatize {

class Forecast {
  public:
    Forecast();

    /// One frame, in order.
    void add(const Evidence& evidence);
    void reset();

    Fact fact(Foreseen field) const;

    /// As the prompt carries it: only what is known, empty when that is nothing.
    Record record() const;

    const CameraForecast& camera() const { return camera_; }
    const SubjectForecast& subject() const { return subject_; }

  private:
    void enterShot();
    void addCamera(const Evidence& evidence, uint64_t now);
    void addSubject(const Evidence& evidence, uint64_t now);
    void addEnvironment(const Evidence& evidence, uint64_t now);
    void addCuts(const Evidence& evidence);
    Record environment() const;
    Record cuts() const;
    std::optional<Period> sway() const;
    std::optional<Period> surge() const;

    CameraForecast camera_;
    SubjectForecast subject_;
    Periodicity swayX_, swayY_, intensity_, foliage_, light_;
    CutRhythm cuts_;
    std::optional<std::array<double, kCameraParts>> speeds_;  ///< of the camera, in this frame
    std::optional<SubjectExit> exit_;                         ///< both as of this frame
    std::optional<NextCut> nextCut_;
    std::optional<uint64_t> analysed_, now_;
    uint64_t shot_ = 0;
    bool warming_ = false;
};

}  // namespace animatize
