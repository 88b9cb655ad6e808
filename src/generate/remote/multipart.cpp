#include "generate/remote/multipart.h"

#include <algorithm>

#include "base/sha256.h"

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

}  // namespace animatize
