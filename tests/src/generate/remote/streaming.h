// A service that sends partial pictures as events, and what the engine makes of it.
#pragma once

#include "provider_scene.h"

namespace animatize::test {

using Ending = Reply::Ending;
using Piece = Reply::Piece;

/// Pictures that are told apart by their width: 8 for the first partial one, 9, ... 4 for the last.
inline std::string partialImage(unsigned index)
{
    return pngBytes(static_cast<int>(8 + index), 4);
}

inline std::string typed(const std::string& type, const std::string& members)
{
    return eventText(type, "{\"type\":\"" + type + "\"," + members + "}");
}

inline Piece partial(unsigned index, const std::string& kind = "image_generation")
{
    return {typed(kind + ".partial_image", "\"partial_image_index\":" + std::to_string(index) +
                                               ",\"output_format\":\"png\",\"b64_json\":\"" +
                                               base64Of(partialImage(index)) + "\"")};
}

inline Piece completed(const std::string& kind = "image_generation")
{
    return {typed(kind + ".completed", "\"created_at\":1,\"b64_json\":\"" + base64Of(image()) +
                                           "\",\"usage\":{\"total_tokens\":100}")};
}

/// The widths of what was told, in order: "8 9 ".
inline std::string told(const Scene& scene)
{
    std::string widths;
    for (const Picture& one : scene.partials) {
        const std::vector<uint8_t> bytes(one.bytes.begin(), one.bytes.end());
        widths += std::to_string(cv::imdecode(bytes, cv::IMREAD_COLOR).cols) + " ";
    }
    return widths;
}

/// What openai makes of these pieces, when three partial pictures are wanted.
struct Streamed {
    Scene scene;
    Answer made;

    explicit Streamed(std::vector<Piece> pieces, Ending ending = Ending::Whole,
                      unsigned partials = 3, const std::function<void(Provider&)>& change = {})
        : scene("openai"), made(run(std::move(pieces), ending, partials, change))
    {}

  private:
    Answer run(std::vector<Piece> pieces, Ending ending, unsigned partials,
               const std::function<void(Provider&)>& change)
    {
        if (change)
            change(scene.made);
        scene.server.always(Reply::events(std::move(pieces), ending));
        return scene.generate(streamed(plainJob(), partials));
    }
};

}  // namespace animatize::test
