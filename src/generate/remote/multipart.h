// multipart/form-data (RFC 7578) with a boundary that follows from the content.
#pragma once

#include <string>
#include <vector>

namespace animatize {

struct FormPart {
    std::string name;
    std::string fileName;     ///< empty: a plain field
    std::string contentType;  ///< of a file
    std::string content;
};

struct Form {
    std::string contentType, body;
};

/// Names and file names may have no quotes or line breaks: they become underscores.
Form multipartForm(const std::vector<FormPart>& parts);

}  // namespace animatize
