#include "record/json.h"

#include <charconv>

#include <glib.h>

namespace animatize {
namespace {

void write(std::string& out, const Record& record);

void writeEscaped(std::string& out, unsigned char c)
{
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    if (c >= 0x20) {
        out += static_cast<char>(c);
        return;
    }
    constexpr char kDigits[] = "0123456789abcdef";
    out += "\\u00";
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
}

void write(std::string& out, const std::string& text)
{
    const bool valid = g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr);
    char* made = valid ? nullptr : g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
    out += '"';
    for (const char c : std::string_view(made ? made : text.c_str()))
        writeEscaped(out, static_cast<unsigned char>(c));
    out += '"';
    g_free(made);
}

template <typename T>
void writeNumber(std::string& out, T number)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    out.append(text, end);
}

void write(std::string& out, double number)
{
    char text[32];
    const auto end =
        std::to_chars(text, text + sizeof text, number, std::chars_format::general, 6).ptr;
    out.append(text, end);
}

void write(std::string& out, bool flag)
{
    out += flag ? "true" : "false";
}

void write(std::string& out, uint32_t number)
{
    writeNumber(out, number);
}

void write(std::string& out, uint64_t number)
{
    writeNumber(out, number);
}

void write(std::string& out, const Nanoseconds& time)
{
    writeNumber(out, *time.value);
}

void write(std::string& out, const RecordList& list)
{
    out += '[';
    for (const Record& record : list) {
        if (&record != &list.front())
            out += ',';
        write(out, record);
    }
    out += ']';
}

bool unknown(const Record::Value& value)
{
    const auto* time = std::get_if<Nanoseconds>(&value);
    return time && !time->value;
}

void writeFields(std::string& out, const Record& record)
{
    for (const Field& field : record.fields()) {
        if (unknown(field.value))
            continue;
        if (out.back() != '{')
            out += ',';
        write(out, field.name);
        out += ':';
        std::visit([&out](const auto& value) { write(out, value); }, field.value);
    }
}

void write(std::string& out, const Record& record)
{
    out += '{';
    writeFields(out, record);
    out += '}';
}

}  // namespace

std::string quoted(const std::string& text)
{
    std::string out;
    write(out, text);
    return out;
}

std::optional<std::string> plainText(const Record::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (unknown(value))
        return std::nullopt;
    std::string out;
    std::visit([&out](const auto& one) { write(out, one); }, value);
    return out;
}

std::string toJson(const Record& record)
{
    std::string out;
    write(out, record);
    return out;
}

std::string jsonLine(std::string_view type, std::optional<uint64_t> pts, const Record& record)
{
    std::string out = "{\"schema\":\"animatize/1\",\"type\":\"";
    out.append(type).append("\"");
    if (pts) {
        out += ",\"pts\":";
        write(out, *pts);
    }
    writeFields(out, record);
    out += '}';
    return out;
}

}  // namespace animatize
