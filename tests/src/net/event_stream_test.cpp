// Server-Sent Events by the rules of WHATWG, wherever the bytes are cut.
#include "net/event_stream.h"

#include <random>
#include <vector>

#include "support/suite.h"

using namespace animatize;

namespace {

constexpr size_t kRoom = 1 << 20;

/// All that came of the pieces: "type|data|id;" for each event.
std::string read(const std::vector<std::string>& pieces, size_t most = kRoom)
{
    EventStream stream(most);
    std::string all;
    for (const std::string& piece : pieces)
        stream.feed(piece, [&](ServerEvent&& event) {
            all += event.type + "|" + event.data + "|" + event.lastId + ";";
            return true;
        });
    return all;
}

std::string withLf(std::string text)
{
    for (const std::string end : {"\r\n", "\r"})
        for (size_t at = 0; (at = text.find(end, at)) != std::string::npos; ++at)
            text.replace(at, end.size(), "\n");
    return text;
}

/// The rules once more, for a whole stream and as slowly as they are written down.
std::string bySlowReading(const std::string& bytes)
{
    std::string text = bytes.starts_with("\xEF\xBB\xBF") ? bytes.substr(3) : bytes;
    text = withLf(text);
    std::string all, type, data, id;
    for (size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
        const std::string line = text.substr(at, end - at);
        const size_t colon = std::min(line.find(':'), line.size());
        std::string value = line.substr(std::min(colon + 1, line.size()));
        if (!value.empty() && value[0] == ' ')
            value.erase(0, 1);
        const std::string name = line.substr(0, colon);
        if (line.empty() && !data.empty())
            all += (type.empty() ? "message" : type) + "|" + data.substr(0, data.size() - 1) + "|" +
                   id + ";";
        if (line.empty())
            type = data = "";
        if (name == "event")
            type = value;
        if (name == "data")
            data += value + "\n";
        if (name == "id" && value.find('\0') == std::string::npos)
            id = value;
    }
    return all;
}

void reads(const std::string& bytes, const std::string& wanted)
{
    const std::string is = read({bytes});
    ck_assert_msg(is == wanted, "\"%s\": \"%s\" instead of \"%s\"", bytes.c_str(), is.c_str(),
                  wanted.c_str());
}

/// Everything that the rules know, in one stream, and what is in it.
const std::string kSample =
    "\xEF\xBB\xBF: welcome\r\n\r\n"
    "event: image\r\ndata: {\"a\":1,\r\ndata:\"b\":2}\r\nid: 7\r\n\r\n"
    "data:  two blanks\rdata\rdata:\r\r"
    "event: nothing\n\n"
    "retry: 250\nid\nunknown: x\ndata: \xEF\xBB\xBF\xC3\xA9:\n\n"
    ":\n:data: not me\ndata: last\n\n"
    "data: never ends";
const std::string kWanted =
    "image|{\"a\":1,\n\"b\":2}|7;message| two blanks\n\n|7;"
    "message|\xEF\xBB\xBF\xC3\xA9:|;message|last|;";

}  // namespace

START_TEST(linesEndInThreeWays)
{
    reads("data: a\n\n", "message|a|;");
    reads("data: a\r\n\r\n", "message|a|;");
    reads("data: a\r\r", "message|a|;");
    reads("data: a\n\r", "message|a|;");
    reads("data: a\r\n\n", "message|a|;");
    reads("data: a\n\r\ndata: b\r\r\n", "message|a|;message|b|;");
}
END_TEST

START_TEST(fieldsAreReadByTheRules)
{
    reads("data: a\ndata: b\n\n", "message|a\nb|;");
    reads("data:a\n\ndata:  a\n\n", "message|a|;message| a|;");
    reads("data\n\n", "message||;");
    reads("data:\ndata:\n\n", "message|\n|;");
    reads("event: x\ndata: a\n\ndata: b\n\n", "x|a|;message|b|;");
    reads("event: x\nevent: y\ndata: a\n\n", "y|a|;");
    reads("event: x\n\ndata: a\n\n", "message|a|;");
    reads(" data: a\n\nDATA: a\n\ndata : a\n\n", "");
    reads("data: a:b\n\n", "message|a:b|;");
}
END_TEST

START_TEST(idsStayUntilAnotherComes)
{
    reads("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", "message|a|1;message|b|1;message|c|;");
    reads("id: 1\n\ndata: a\n\n", "message|a|1;");
    reads(std::string("id: 1\nid: 2\0z\ndata: a\n\n", 24), "message|a|1;");
}
END_TEST

START_TEST(commentsAndUnfinishedEventsAreNothing)
{
    reads(": a\n\n:\n\n: data: x\n\n", "");
    reads("data: a", "");
    reads("data: a\n", "");
    reads("", "");
    reads("\n\r\n\r", "");
}
END_TEST

START_TEST(aByteOrderMarkCountsOnlyInFront)
{
    reads(
        "\xEF\xBB\xBF"
        "data: a\n\n",
        "message|a|;");
    reads(
        "\xEF\xBB\xBF\xEF\xBB\xBF"
        "data: a\n\n",
        "");
    reads(
        "\ndata: a\n\n\xEF\xBB\xBF"
        "data: b\n\n",
        "message|a|;");
    reads(
        "\xEF\xBB\xBF\n\xEF\xBB\xBF"
        "data: b\n\n",
        "");
}
END_TEST

START_TEST(theServerSaysWhenItWantsToBeAskedAgain)
{
    const auto retry = [](const std::string& bytes) {
        EventStream stream(kRoom);
        ck_assert(stream.feed(bytes, [](ServerEvent&&) { return true; }));
        return stream.retry();
    };
    ck_assert(!retry("data: a\n\n"));
    ck_assert_uint_eq(*retry("retry: 1500\n"), 1500);
    ck_assert_uint_eq(*retry("retry: 1500\nretry: soon\nretry: -1\nretry:\nretry: 1.5\n"), 1500);
    ck_assert_uint_eq(*retry("retry: 99999999999999999999999\n"), UINT64_MAX);
}
END_TEST

START_TEST(anyCutGivesTheSameEvents)
{
    reads(kSample, kWanted);
    for (size_t one = 0; one <= kSample.size(); ++one)
        for (size_t two = one; two <= kSample.size(); ++two) {
            const std::string is =
                read({kSample.substr(0, one), kSample.substr(one, two - one), kSample.substr(two)});
            ck_assert_msg(is == kWanted, "cut at %zu and %zu: %s", one, two, is.c_str());
        }
    std::vector<std::string> bytes;
    for (const char byte : kSample)
        bytes.emplace_back(1, byte);
    ck_assert(read(bytes) == kWanted);
}
END_TEST

START_TEST(randomStreamsInRandomPiecesAreTheSame)
{
    const std::vector<std::string> words = {"data",
                                            "event",
                                            "id",
                                            "retry",
                                            ":",
                                            ": ",
                                            " ",
                                            "\r",
                                            "\n",
                                            "\r\n",
                                            "\r\n\r\n",
                                            "\n\n",
                                            "\xEF\xBB\xBF",
                                            "{\"b64_json\":\"AAAA\"}",
                                            "data: ",
                                            "7",
                                            "\xff",
                                            std::string(1, '\0')};
    std::mt19937 chance(7);
    const auto upTo = [&](size_t most) {
        return std::uniform_int_distribution<size_t>(0, most)(chance);
    };
    size_t events = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string bytes;
        for (size_t count = upTo(60); count > 0; --count)
            bytes += words[upTo(words.size() - 1)];
        const std::string whole = bySlowReading(bytes);
        events += whole.empty() ? 0 : 1;
        std::vector<std::string> pieces;
        for (size_t at = 0; at < bytes.size();) {
            const size_t size = 1 + upTo(6);
            pieces.push_back(bytes.substr(at, size));
            at += size;
        }
        ck_assert_msg(read(pieces) == whole, "stream %d", i);
    }
    ck_assert_uint_gt(events, 500);
}
END_TEST

START_TEST(whoHasEnoughGetsNoMore)
{
    EventStream stream(kRoom);
    int seen = 0;
    const auto once = [&](ServerEvent&&) {
        ++seen;
        return false;
    };
    ck_assert(!stream.feed("data: a\n\ndata: b\n\n", once));
    ck_assert(!stream.feed("data: c\n\n", once));
    ck_assert_int_eq(seen, 1);
    ck_assert(!stream.isTooLarge());
}
END_TEST

START_TEST(anEventIsBounded)
{
    const auto fits = [](const std::string& bytes) {
        EventStream stream(100);
        const bool whole = stream.feed(bytes, [](ServerEvent&&) { return true; });
        ck_assert(whole != stream.isTooLarge());
        return whole;
    };
    ck_assert(fits("data: " + std::string(94, 'x') + "\n\n"));
    ck_assert(!fits("data: " + std::string(95, 'x')));
    ck_assert(!fits(std::string(101, 'x')));
    std::string lines;
    for (int i = 0; i < 100; ++i)
        lines += "data: x\n";
    ck_assert(!fits(lines));
    std::string events;
    for (int i = 0; i < 100; ++i)
        events += "data: x\n\n";
    ck_assert(fits(events));
    ck_assert(!fits("event: " + std::string(60, 'x') + "\ndata: " + std::string(60, 'x') + "\n"));
}
END_TEST

START_TEST(aCommentMayBeAsLongAsItLikes)
{
    EventStream stream(100);
    std::string all;
    const auto take = [&](ServerEvent&& event) {
        all += event.data;
        return true;
    };
    ck_assert(stream.feed(":", take));
    for (int i = 0; i < 100; ++i)
        ck_assert(stream.feed(std::string(1000, 'x'), take));
    ck_assert(stream.feed("\n:" + std::string(1000, 'x') + "\ndata: a\n\n", take));
    ck_assert_str_eq(all.c_str(), "a");
}
END_TEST

START_TEST(afterWhatWasTooLargeNothingIsRead)
{
    ck_assert(read({"data: a\n\n", "data: " + std::string(200, 'x'), "\n\n", "data: b\n\n"}, 100) ==
              "message|a|;");
}
END_TEST

int main()
{
    return animatize::test::run(
        "event-stream",
        {linesEndInThreeWays, fieldsAreReadByTheRules, idsStayUntilAnotherComes,
         commentsAndUnfinishedEventsAreNothing, aByteOrderMarkCountsOnlyInFront,
         theServerSaysWhenItWantsToBeAskedAgain, anyCutGivesTheSameEvents,
         randomStreamsInRandomPiecesAreTheSame, whoHasEnoughGetsNoMore, anEventIsBounded,
         aCommentMayBeAsLongAsItLikes, afterWhatWasTooLargeNothingIsRead});
}
