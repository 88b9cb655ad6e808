// What a FaultServer answers, and what it was asked.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace animatize::test {

struct Reply {
    /// What happens to the answer on its way.
    enum class How {
        Whole,        ///< with its length
        Chunked,      ///< in chunks
        Truncated,    ///< half of the body, then the connection ends
        Dripping,     ///< byte after byte, one every `pause`
        WrongLength,  ///< the header claims `claimed` bytes, then the connection ends
        Huge,         ///< `claimed` bytes of blanks, with their length; never held in memory
        HugeChunked,  ///< the same without saying how much there will be
        Pieces,       ///< `pieces`, a chunk each, after their pauses; then as `ending` says
        HeadOnly,     ///< status and headers, then nothing more comes
        Hang,         ///< nothing comes, the connection stays
        HalfClosed,   ///< the server ends its side without a word and goes on listening
        Closed,       ///< the connection ends before the answer
        Reset,        ///< the same by a reset
        Garbage       ///< something that isn't HTTP
    };

    struct Piece {
        std::string bytes;
        unsigned pause = 0;  ///< ms before it
    };
    enum class Ending {
        Whole,      ///< as it should
        BreakOff,   ///< the connection ends in the middle of a chunk
        HangUp,     ///< it ends between two chunks, which libsoup takes for the end of the body
        StandStill  ///< nothing more comes, the connection stays
    };

    unsigned status = 200;
    std::string reason = "OK";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    How how = How::Whole;
    unsigned delay = 0;   ///< ms before the answer
    unsigned pause = 20;  ///< ms between the bytes of Dripping
    size_t claimed = 0;
    std::vector<Piece> pieces;
    Ending ending = Ending::Whole;
    bool close = false;  ///< ends the connection behind the answer, and says so

    Reply& with(const std::string& name, const std::string& value);
    Reply& after(unsigned milliseconds);
    Reply& closing();

    static Reply json(const std::string& body, unsigned status = 200);
    static Reply tooMany(const std::string& body =
                             "{\"error\":{\"message\":\"slow down\","
                             "\"type\":\"requests\","
                             "\"code\":\"rate_limit_exceeded\"}}");
    /// 429 for want of money.
    static Reply billing(const std::string& code = "credit_balance_exhausted");
    static Reply failure(unsigned status = 500);
    static Reply malformed();
    static Reply wrongSchema();
    static Reply redirect(const std::string& location, unsigned status = 307);
    static Reply huge(size_t bytes = 100u << 20, bool chunked = false);
    static Reply broken(How how, const std::string& body = "{\"answer\":\"forty-two\"}");
    /// Server-Sent Events, or whatever the pieces are.
    static Reply events(std::vector<Piece> pieces, Ending ending = Ending::Whole);
};

/// One event as it is sent, with its empty line; `data` is one line.
std::string eventText(const std::string& type, const std::string& data);

struct Received {
    std::string method, target, body;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    size_t connection = 0;                                     ///< from 1, in order of arrival

    /// "" when it isn't there.
    std::string header(const std::string& lowerCaseName) const;
};

/// Method, target and headers of a head without its empty line.
void parseHead(const std::string& head, Received& request);

/// Status line, headers and the empty line.
std::string headOf(const Reply& reply);

std::string chunksOf(const std::string& body);

/// In hexadecimal digits, as the length of a chunk.
std::string hexadecimal(size_t number);

std::string lowerCase(std::string text);

}  // namespace animatize::test
