#include "generate/remote/multipart.h"

#include <algorithm>

#include <glib.h>

namespace animatize {
namespace {

std::string safe(std::string name)
{
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return c < 32 || c == '"' || c == '\\'; },
        '_');
    return name;
}

std::string headOf(const FormPart& part)
{
    std::string head = "Content-Disposition: form-data; name=\"" + safe(part.name) + "\"";
    if (!part.fileName.empty())
        head += "; filename=\"" + safe(part.fileName) + "\"\r\nContent-Type: " + part.contentType;
    return head + "\r\n\r\n";
}

/// One that stands in no part.
std::string boundaryFor(const std::vector<FormPart>& parts)
{
    std::string all;
    for (const FormPart& part : parts)
        all += part.name + part.content;
    std::string boundary;
    do {
        boundary = "animatize-" + sha256(all + boundary).substr(0, 32);
    } while (all.find(boundary) != std::string::npos);
    return boundary;
}

}  // namespace

Form multipartForm(const std::vector<FormPart>& parts)
{
    const std::string boundary = boundaryFor(parts);
    Form form;
    form.contentType = "multipart/form-data; boundary=" + boundary;
    for (const FormPart& part : parts)
        form.body += "--" + boundary + "\r\n" + headOf(part) + part.content + "\r\n";
    form.body += "--" + boundary + "--\r\n";
    return form;
}

std::string sha256(const std::string& bytes)
{
    char* digits = g_compute_checksum_for_data(
        G_CHECKSUM_SHA256, reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    const std::string text = digits;
    g_free(digits);
    return text;
}

}  // namespace animatize
