// What a keyframe says of itself as an XMP packet (ISO 16684-1), for the inside of its PNG file.
//
// Iptc4xmpExt:DigitalSourceType and xmp:CreatorTool are what other programs look for. Where a
// trained model made the picture there are also AISystemUsed (backend and model) and
// AIPromptInformation (the prompt), as IPTC Photo Metadata 2025.1 has them. The fields of the
// record stand under our own namespace, by their names there:
//
//   <Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/.../algorithmicallyEnhanced</...>
//   <xmp:CreatorTool>animatize 0.1.0</xmp:CreatorTool>
//   <animatize:backend>local</animatize:backend>
//   <animatize:source-pts>2000000000</animatize:source-pts>
//
// Same keyframe, same bytes: nothing in it depends on the machine, the hour, the luck of a request
// or what a cache holds. So `elapsed`, `attempts` and `cached` aren't there.
#pragma once

#include <string>

#include "generate/keyframe.h"

namespace animatize {

/// UTF-8, read-only (`end="r"`): programs must not change it in place, the PNG file has checksums.
/// Texts are cut to 16 KiB; what isn't UTF-8, or no character of XML, is replaced or left out.
std::string xmpOf(const Keyframe& keyframe);

/// Of our own properties. A URN, because nobody can lose it, with a # at the end, because RDF puts
/// the property's name right behind it.
constexpr char kXmpNamespace[] = "urn:uuid:502fce86-1c62-41cd-97ff-0b5536b9ac90#";

}  // namespace animatize
