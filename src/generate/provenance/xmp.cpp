#include "generate/provenance/xmp.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include <glib.h>

#include "base/utf8.h"
#include "base/version.h"
#include "generate/provenance/digital_source.h"
#include "record/json.h"

namespace animatize {
namespace {

constexpr size_t kMostText = size_t{16} * 1024;

// Named one by one: a new field of the record stays outside until somebody has thought about
// whether it is the same in every run.
constexpr std::string_view kFields[] = {"prompt-id", "shot-id", "source-pts", "index",  "count",
                                        "backend",   "model",   "seed",       "quality"};

bool isKept(std::string_view name)
{
    return std::find(std::begin(kFields), std::end(kFields), name) != std::end(kFields);
}

// XML 1.0, production 2.
bool isXml(gunichar c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xfffe && c != 0xffff);
}

void escape(std::string& out, const char* at, gunichar c)
{
    switch (c) {
        case '&':
            out += "&amp;";
            return;
        case '<':
            out += "&lt;";
            return;
        case '>':
            out += "&gt;";
            return;
        case '\r':
            out += "&#xD;";  // bare, readers would make a line feed of it
            return;
        default:
            out.append(at, static_cast<size_t>(g_utf8_next_char(at) - at));
    }
}

std::string escaped(const std::string& text)
{
    const std::string valid = validUtf8(text, kMostText);
    std::string out;
    for (const char* at = valid.c_str(); *at; at = g_utf8_next_char(at))
        if (const gunichar c = g_utf8_get_char(at); isXml(c))
            escape(out, at, c);
    return out;
}

void add(std::string& out, const std::string& name, const std::string& text)
{
    out += "   <" + name + ">" + escaped(text) + "</" + name + ">\n";
}

void addTrainedModel(std::string& out, const Keyframe& keyframe)
{
    const std::string between = keyframe.model.empty() ? "" : " ";
    add(out, "Iptc4xmpExt:AISystemUsed", keyframe.backend + between + keyframe.model);
    if (!keyframe.prompt.empty())
        add(out, "Iptc4xmpExt:AIPromptInformation", keyframe.prompt);
}

void addStandard(std::string& out, const Keyframe& keyframe)
{
    add(out, "xmp:CreatorTool", "animatize " ANIMATIZE_VERSION);
    const auto source = digitalSourceOf(keyframe.digitalSourceType);
    if (!source)
        return;
    add(out, "Iptc4xmpExt:DigitalSourceType", uriOf(termOf(*source)));
    if (isOfTrainedModel(*source))
        addTrainedModel(out, keyframe);
}

void addOwn(std::string& out, const Keyframe& keyframe)
{
    const Record record = toRecord(keyframe);
    for (const Field& field : record.fields()) {
        const auto text = isKept(field.name) ? plainText(field.value) : std::nullopt;
        if (text)
            add(out, "animatize:" + field.name, *text);
    }
}

}  // namespace

std::string xmpOf(const Keyframe& keyframe)
{
    std::string out =
        "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "  <rdf:Description rdf:about=\"\"\n"
        "    xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
        "    xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"\n"
        "    xmlns:animatize=\"";
    out.append(kXmpNamespace).append("\">\n");
    addStandard(out, keyframe);
    addOwn(out, keyframe);
    out +=
        "  </rdf:Description>\n"
        " </rdf:RDF>\n"
        "</x:xmpmeta>\n"
        "<?xpacket end=\"r\"?>";
    return out;
}

}  // namespace animatize
