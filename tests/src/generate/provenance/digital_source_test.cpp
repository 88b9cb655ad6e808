// The terms are the IPTC's, and each way of making pictures has the one that is true.
#include "generate/provenance/digital_source.h"

#include <algorithm>
#include <iterator>

#include "generate/backends/backends.h"
#include "support/rendered.h"
#include "support/suite.h"

namespace animatize {
namespace {

// http://cv.iptc.org/newscodes/digitalsourcetype/, as of 23 October 2024, without those that are
// retired (minorHumanEdits, softwareImage, digitalArt).
constexpr std::string_view kVocabulary[] = {
    "digitalCapture",
    "computationalCapture",
    "negativeFilm",
    "positiveFilm",
    "print",
    "humanEdits",
    "algorithmicallyEnhanced",
    "digitalCreation",
    "dataDrivenMedia",
    "trainedAlgorithmicMedia",
    "algorithmicMedia",
    "screenCapture",
    "virtualRecording",
    "composite",
    "compositeCapture",
    "compositeSynthetic",
    "compositeWithTrainedAlgorithmicMedia",
};

constexpr DigitalSource kAll[] = {
    DigitalSource::AlgorithmicallyEnhanced, DigitalSource::AlgorithmicMedia,
    DigitalSource::TrainedAlgorithmicMedia, DigitalSource::CompositeWithTrainedAlgorithmicMedia,
    DigitalSource::CompositeSynthetic,      DigitalSource::DigitalCapture,
};

START_TEST(everyTermIsInTheVocabulary)
{
    for (const DigitalSource source : kAll) {
        const std::string_view term = termOf(source);
        ck_assert_msg(std::count(std::begin(kVocabulary), std::end(kVocabulary), term) == 1, "%s",
                      std::string(term).c_str());
        ck_assert(digitalSourceOf(term) == source);
    }
}
END_TEST

START_TEST(eachSourceHasItsOwnTerm)
{
    ck_assert(termOf(DigitalSource::AlgorithmicallyEnhanced) == "algorithmicallyEnhanced");
    ck_assert(termOf(DigitalSource::AlgorithmicMedia) == "algorithmicMedia");
    ck_assert(termOf(DigitalSource::TrainedAlgorithmicMedia) == "trainedAlgorithmicMedia");
    ck_assert(termOf(DigitalSource::CompositeWithTrainedAlgorithmicMedia) ==
              "compositeWithTrainedAlgorithmicMedia");
    ck_assert(termOf(DigitalSource::CompositeSynthetic) == "compositeSynthetic");
    ck_assert(termOf(DigitalSource::DigitalCapture) == "digitalCapture");
}
END_TEST

START_TEST(whatIsNoTermOfOursIsNone)
{
    for (const char* other : {"", "ai", "softwareImage", "TrainedAlgorithmicMedia",
                              "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"})
        ck_assert(!digitalSourceOf(other));
}
END_TEST

START_TEST(aTermHasAnAddress)
{
    ck_assert(uriOf("digitalCapture") ==
              "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture");
}
END_TEST

START_TEST(aMoveEnhancesWhatWasCapturedAndChangesNothingElse)
{
    ck_assert(afterAlgorithm(DigitalSource::DigitalCapture) ==
              DigitalSource::AlgorithmicallyEnhanced);
    for (const DigitalSource source : kAll)
        if (source != DigitalSource::DigitalCapture)
            ck_assert(afterAlgorithm(source) == source);
}
END_TEST

START_TEST(onlyTrainedModelsMakeAiPictures)
{
    ck_assert(termOf(ofTrainedModel(false)) == "trainedAlgorithmicMedia");
    ck_assert(termOf(ofTrainedModel(true)) == "compositeWithTrainedAlgorithmicMedia");
    ck_assert_int_eq(std::count_if(std::begin(kAll), std::end(kAll), isOfTrainedModel), 2);
    for (const bool conditioned : {false, true})
        ck_assert(isOfTrainedModel(afterAlgorithm(ofTrainedModel(conditioned))));
}
END_TEST

START_TEST(everyBackendSaysATrueTerm)
{
    KeyframeJob job;
    job.image = test::colourTexture(32, 24, 1);
    job.frames = 1;
    for (const BackendRow& row : backendTable()) {
        const auto rendering = row.make()->render(job, {});
        if (rendering)
            ck_assert(digitalSourceOf(rendering->digitalSourceType).has_value());
        if (row.name == "local")
            ck_assert(rendering && rendering->digitalSourceType == "algorithmicallyEnhanced");
    }
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("digital-source",
                     {everyTermIsInTheVocabulary, eachSourceHasItsOwnTerm, whatIsNoTermOfOursIsNone,
                      aTermHasAnAddress, aMoveEnhancesWhatWasCapturedAndChangesNothingElse,
                      onlyTrainedModelsMakeAiPictures, everyBackendSaysATrueTerm});
}
