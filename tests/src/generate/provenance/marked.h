// A keyframe of which everything is known, and what stands in its packet.
#pragma once

#include <map>
#include <string>

#include <check.h>

#include <glib.h>

#include "generate/keyframe.h"
#include "support/rendered.h"

namespace animatize::test {

inline Keyframe marked(const std::string& source = "trainedAlgorithmicMedia")
{
    Keyframe keyframe;
    keyframe.image = colourTexture(64, 48, 3);
    keyframe.promptId = "3-1";
    keyframe.prompt = "a red kite";
    keyframe.shotId = 3;
    keyframe.sourcePts = {2 * kSecond};
    keyframe.index = 1;
    keyframe.count = 8;
    keyframe.backend = "openai";
    keyframe.model = "gpt-image-2";
    keyframe.seed = kMostSeed;
    keyframe.quality = 0.87654321;
    keyframe.digitalSourceType = source;
    return keyframe;
}

/// With all that a machine, a network or a cache has a say in being different.
inline Keyframe madeElsewhere(Keyframe keyframe)
{
    keyframe.elapsed = 123456789;
    keyframe.attempts = 3;
    keyframe.cached = true;
    keyframe.location = "/elsewhere/7.png";
    return keyframe;
}

/// Element -> text of a packet, by GLib's own parser, which takes no ill-formed XML.
inline std::map<std::string, std::string> elementsOf(const std::string& packet)
{
    using Elements = std::map<std::string, std::string>;
    GMarkupParser parser{};
    parser.text = [](GMarkupParseContext* context, const char* text, gsize size, gpointer into,
                     GError**) {
        (*static_cast<Elements*>(into))[g_markup_parse_context_get_element(context)] +=
            std::string(text, size);
    };
    Elements elements;
    GMarkupParseContext* context =
        g_markup_parse_context_new(&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &elements, nullptr);
    GError* trouble = nullptr;
    const bool good = g_markup_parse_context_parse(context, packet.data(),
                                                   static_cast<gssize>(packet.size()), &trouble) &&
                      g_markup_parse_context_end_parse(context, &trouble);
    ck_assert_msg(good, "%s in\n%s", trouble ? trouble->message : "", packet.c_str());
    g_markup_parse_context_free(context);
    return elements;
}

/// ck_assert_str_eq keeps the pointers beyond the life of a temporary; this takes strings.
inline void equal(const std::string& is, const std::string& wanted)
{
    ck_assert_str_eq(is.c_str(), wanted.c_str());
}

}  // namespace animatize::test
