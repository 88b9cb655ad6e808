// DigitalSource: how a picture came into being, in the terms of the IPTC's controlled vocabulary
// "Digital Source Type" (http://cv.iptc.org/newscodes/digitalsourcetype/).
//
// One place says what each of our ways of making pictures is called:
//
//   afterAlgorithm(DigitalSource::DigitalCapture)     a local move over a frame of the stream
//   ofTrainedModel(false)                             a service made it from words
//   ofTrainedModel(true)                              a service made it from words and a frame
//   afterAlgorithm(ofTrainedModel(false))             a local move over what the service made
//
// Records, PNG files and JSON carry the term alone or as URI; termOf() and uriOf() write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace animatize {

/// The terms that may stand in our records, in the order of docs/schema/animatize-1.schema.json.
enum class DigitalSource {
    AlgorithmicallyEnhanced,               ///< captured, then changed by an algorithm
    AlgorithmicMedia,                      ///< made by an algorithm alone, no training data
    TrainedAlgorithmicMedia,               ///< made by a trained model
    CompositeWithTrainedAlgorithmicMedia,  ///< captured, with parts that a trained model made
    CompositeSynthetic,                    ///< of several parts, at least one of them synthetic
    DigitalCapture,                        ///< captured from life, unchanged
};

/// The term as it stands in the vocabulary, e.g. "trainedAlgorithmicMedia".
std::string_view termOf(DigitalSource source);

/// The way back; none for what is no term of ours.
std::optional<DigitalSource> digitalSourceOf(std::string_view term);

/// A term with the vocabulary's address before it, as XMP wants it.
std::string uriOf(std::string_view term);

/// Of a picture that a trained model made: from words, or `conditioned` on a captured frame.
constexpr DigitalSource ofTrainedModel(bool conditioned)
{
    return conditioned ? DigitalSource::CompositeWithTrainedAlgorithmicMedia
                       : DigitalSource::TrainedAlgorithmicMedia;
}

/// Of a picture that an algorithm of ours (no trained model) made of another: what was captured is
/// enhanced, everything else stays what it was. A pan over a synthetic picture is synthetic.
constexpr DigitalSource afterAlgorithm(DigitalSource source)
{
    return source == DigitalSource::DigitalCapture ? DigitalSource::AlgorithmicallyEnhanced
                                                   : source;
}

/// Whether a trained model made all or part of it: what "AI generated" stands for.
constexpr bool isOfTrainedModel(DigitalSource source)
{
    return source == DigitalSource::TrainedAlgorithmicMedia ||
           source == DigitalSource::CompositeWithTrainedAlgorithmicMedia;
}

}  // namespace animatize
