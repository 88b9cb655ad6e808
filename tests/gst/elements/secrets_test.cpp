// A key is planted, servers do their worst with it, and everything that anybody can read is
// searched for it: debug logs at their most talkative, records of tracers, DOT dumps, messages,
// JSON lines, files and side-cars, the cache on disk, and all properties. And for bytes of
// pictures.
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <glib/gstdio.h>
#include <opencv2/imgcodecs.hpp>

#include "support/fault_server.h"
#include "support/folder.h"
#include "support/gst_suite.h"
#include "support/llm_answers.h"
#include "support/pipeline.h"
#include "support/rendered.h"

using namespace animatize;
using namespace animatize::test;

namespace {

using How = Reply::How;

// With all that is written otherwise in an address or in JSON.
const std::string kImageKey = "sk-planted/4711+image=secret%of~the\"house";
const std::string kQuiet = "a quiet frame, everything holds its breath,";
const std::string kTextKey = "sk-planted-0815/language-model-secret";

/// Where GStreamer writes its log and its dumps, in all cases.
const Folder* output = nullptr;

std::string base64Of(const std::string& bytes)
{
    const CharRef text(
        g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size()));
    return text.get();
}

std::string percentOf(const std::string& text)
{
    const CharRef escaped(g_uri_escape_string(text.c_str(), nullptr, FALSE));
    return escaped.get();
}

/// As it stands between quotes in JSON.
std::string quoted(const std::string& text)
{
    std::string safe;
    for (const char c : text)
        safe += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return safe;
}

/// With all that is no letter and no digit as an escape: "%%%02x" or "\\u%04x".
std::string escapedBy(const char* form, const std::string& text)
{
    std::string all;
    for (const char c : text) {
        const CharRef code(g_strdup_printf(form, static_cast<unsigned>(c)));
        all += g_ascii_isalnum(c) || c == '-' ? std::string(1, c) : std::string(code.get());
    }
    return all;
}

/// As PHP writes it between quotes in JSON.
std::string slashed(const std::string& text)
{
    std::string safe = quoted(text);
    for (size_t at = 0; (at = safe.find('/', at)) != std::string::npos; at += 2)
        safe.insert(at, 1, '\\');
    return safe;
}

std::string pngOf(const cv::Mat& picture)
{
    std::vector<uint8_t> bytes;
    cv::imencode(".png", picture, bytes);
    return {bytes.begin(), bytes.end()};
}

const std::string& goodPicture()
{
    static const std::string bytes = pngOf(colourTexture(320, 180, 11));
    return bytes;
}

std::string errorWith(const std::string& words)
{
    return "{\"error\":{\"message\":\"" + words + "\",\"code\":\"" + quoted(kImageKey) + "\"}}";
}

/// So much that is no data, for a sentence that is cut at 200 bytes.
std::string blanks(size_t count)
{
    std::string text;
    while (text.size() < count)
        text += "x ";
    return text;
}

/// The picture that was sent, as it was sent.
std::string pictureIn(const std::string& request)
{
    const size_t begin = request.find("iVBOR");
    return begin == std::string::npos ? ""
                                      : request.substr(begin, request.find('"', begin) - begin);
}

Reply withReason(Reply reply, const std::string& reason)
{
    reply.reason = reason;
    return reply;
}

/// What the n-th service does.
struct Misdeed {
    const char* what;
    std::function<Reply(const Received&)> reply;
};

const std::vector<Misdeed>& misdeeds()
{
    const std::string key = kImageKey, inJson = quoted(kImageKey);
    static const std::vector<Misdeed> all = {
        {"401 that repeats the key",
         [=](const Received&) {
             return withReason(Reply::json(errorWith("Incorrect API key: " + inJson), 401),
                               "No " + key);
         }},
        {"the whole header",
         [=](const Received& request) {
             return Reply::json(errorWith("bad header " + quoted(request.header("authorization"))),
                                400);
         }},
        {"the key where sentences are cut",
         [=](const Received&) { return Reply::json(errorWith(blanks(170) + inJson), 400); }},
        {"plain text", [=](const Received&) { return Reply::json("no " + key, 500); }},
        {"other spellings",
         [=](const Received&) {
             return Reply::json(errorWith(base64Of(key) + " " + percentOf(key)), 400);
         }},
        {"escapes",
         [=](const Received&) {
             return Reply::json(errorWith(slashed(key) + " " + escapedBy("\\u%04x", key) + " " +
                                          escapedBy("%%%02x", key)),
                                400);
         }},
        {"escapes where sentences are cut",
         [=](const Received&) { return Reply::json(errorWith(blanks(170) + slashed(key)), 400); }},
        {"the request",
         [=](const Received& request) {
             return Reply::json(errorWith("bad picture " + pictureIn(request.body)), 400);
         }},
        {"no JSON", [=](const Received&) { return Reply::json(key + " is no JSON"); }},
        {"JSON that breaks at the key",
         [=](const Received&) { return Reply::json("{\"image\": " + key + "}"); }},
        {"no picture",
         [=](const Received&) { return Reply::json("{\"image\":\"" + inJson + "\"}"); }},
        {"a broken answer",
         [=](const Received&) { return Reply::broken(How::Truncated, errorWith(inJson)); }},
        {"too many", [=](const Received&) { return Reply::tooMany(errorWith(inJson)); }},
        {"a redirection",
         [=](const Received&) { return Reply::redirect("http://127.0.0.2:1/" + percentOf(key)); }},
        {"silence", [=](const Received&) { return Reply::broken(How::Hang); }},
        {"a picture",
         [=](const Received&) {
             return Reply::json("{\"image\":\"" + base64Of(goodPicture()) + "\"}");
         }},
    };
    return all;
}

std::string manifest(const FaultServer& server, size_t number)
{
    const std::string name = "m" + std::to_string(number);
    return "{\"schema\":\"animatize-providers/1\",\"name\":\"" + name + "\",\"base-uri\":\"" +
           server.uri("/") + name + "\",\"key\":{\"environment\":\"" +
           "ANIMATIZE_TEST_IMAGE_KEY\"},\"server-retries\":true,"
           "\"limits\":{\"attempt-timeout\":1},\"submit\":{\"path\":\"/make\",\"body\":{\"text\":{"
           "\"$slot\":\"prompt\"},\"frame\":{\"$slot\":\"image\"}}},\"image-in\":\"base64\","
           "\"size\":"
           "{\"as\":\"pixels\"},\"result\":{\"pictures\":[{\"as\":\"base64\",\"pointer\":\"/"
           "image\"}]}"
           "}";
}

/// The language model's.
Reply chat(const Received& request, int run)
{
    switch (run) {
        case 0:
            return Reply::json("{\"error\":{\"message\":\"Incorrect key " + kTextKey + "\"}}", 401);
        case 1:
            return Reply::json("no " + request.header("authorization"), 400);
        case 2:
            return Reply::json(completionFor(request.body, kQuiet + " " + kTextKey));
        case 3: {
            // The model's content is JSON within JSON.
            std::string said = completionFor(request.body, kQuiet + " KEY");
            for (size_t at = 0; (at = said.find("KEY", at)) != std::string::npos;)
                said.replace(at, 3, slashed(kTextKey));
            return Reply::json(said);
        }
        default:
            return Reply::json(kTextKey + " is no JSON");
    }
}

/// A world of servers for one pipeline.
class Servers {
  public:
    explicit Servers(int run)
    {
        for (size_t i = 0; i < misdeeds().size(); ++i)
            std::ofstream(folder.path("m" + std::to_string(i) + ".json")) << manifest(server, i);
        server.answer([run](const Received& request) {
            if (request.target.starts_with("/v1/"))
                return chat(request, run);
            return misdeeds()
                .at(std::strtoul(request.target.c_str() + 2, nullptr, 10))
                .reply(request);
        });
    }

    std::string backends() const
    {
        std::string names;
        for (size_t i = 0; i < misdeeds().size(); ++i)
            names += (i == 0 ? "m" : ",m") + std::to_string(i);
        return names;
    }

    Folder folder;
    FaultServer server;
};

void append(std::string& all, GstElement* element)
{
    guint count = 0;
    GParamSpec** specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(element), &count);
    for (guint i = 0; i < count; ++i) {
        if (!(specs[i]->flags & G_PARAM_READABLE))
            continue;
        GValue value = G_VALUE_INIT;
        g_value_init(&value, specs[i]->value_type);
        g_object_get_property(G_OBJECT(element), specs[i]->name, &value);
        const CharRef text(g_strdup_value_contents(&value)), other(gst_value_serialize(&value));
        all.append(specs[i]->name).append("=").append(text.get());
        all.append(other ? other.get() : "").append("\n");
        g_value_unset(&value);
    }
    g_free(specs);
}

std::string propertiesOf(Pipeline& pipeline)
{
    std::string all;
    GstIterator* elements = gst_bin_iterate_recurse(GST_BIN(pipeline.object()));
    GValue item = G_VALUE_INIT;
    while (gst_iterator_next(elements, &item) == GST_ITERATOR_OK) {
        append(all, GST_ELEMENT(g_value_get_object(&item)));
        g_value_reset(&item);
    }
    g_value_unset(&item);
    gst_iterator_free(elements);
    return all;
}

/// Every file below a folder, by its path.
std::map<std::string, std::string> filesBelow(const std::string& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& one : std::filesystem::recursive_directory_iterator(folder)) {
        if (!one.is_regular_file())
            continue;
        std::ostringstream text;
        text << std::ifstream(one.path(), std::ios::binary).rdbuf();
        files[one.path().string()] = text.str();
    }
    return files;
}

/// What must be nowhere, and what it is.
std::map<std::string, std::string> needles(const FaultServer& server)
{
    std::map<std::string, std::string> all;
    for (const std::string& key : {kImageKey, kTextKey}) {
        all["the key " + key] = key;
        all["half of the key " + key] = key.substr(0, key.size() / 2);
        all["the key in JSON " + key] = quoted(key);
        all["the key in base64 " + key] = base64Of(key).substr(0, key.size() * 4 / 3 - 2);
        all["the key in an address " + key] = percentOf(key);
    }
    all["the begin of a key"] = "sk-planted";
    all["the way of authorization"] = "Bearer";
    for (const Received& request : server.received())
        if (const std::string sent = pictureIn(request.body); sent.size() > 400)
            all["the picture that was sent"] = sent.substr(60, 40);
    all["the picture that came"] = base64Of(goodPicture()).substr(4000, 40);
    return all;
}

void searched(const std::string& where, const std::string& text,
              const std::map<std::string, std::string>& needles)
{
    for (const auto& [what, needle] : needles) {
        const size_t at = text.find(needle);
        if (at == std::string::npos)
            continue;
        const size_t begin = at > 200 ? at - 200 : 0;
        ck_abort_msg("%s is in %s: ...%s...", what.c_str(), where.c_str(),
                     text.substr(begin, 400).c_str());
    }
}

}  // namespace

GST_START_TEST(neitherKeysNorPicturesAreAnywhere)
{
    setenv("ANIMATIZE_TEST_IMAGE_KEY", kImageKey.c_str(), 1);
    setenv("ANIMATIZE_TEST_TEXT_KEY", kTextKey.c_str(), 1);
    gst_debug_set_threshold_from_string("*:9", TRUE);
    Servers servers(__i__);
    const Folder& folder = servers.folder;
    const Folder made;
    g_mkdir(made.path("cache").c_str(), 0700);
    Pipeline pipeline(
        "videotestsrc num-buffers=20 pattern=smpte75 ! "
        "video/x-raw,format=I420,width=320,height=180,framerate=25/1 ! "
        "animatizemotion json-location=" +
        made.path("motion.json") +
        " ! animatizeanalyze detect-objects=false json-location=" + made.path("scene.json") +
        " ! animatizeprompt wait=true expander=llm llm-model=small llm-batch-window=0 "
        "llm-timeout=2000000000 llm-key-env=ANIMATIZE_TEST_TEXT_KEY llm-uri=" +
        servers.server.uri("/v1") + " json-location=" + made.path("prompt.json") +
        " ! animatizegen wait=true frames=2 min-quality=0.02 providers-location=" +
        folder.path("") + " backends=" + servers.backends() +
        " cache-location=" + made.path("cache") + " location=" + made.path("k%05d.png") +
        " json-location=" + made.path("gen.json") + " ! fakesink");
    pipeline.run();
    GST_DEBUG_BIN_TO_DOT_FILE(GST_BIN(pipeline.object()), GST_DEBUG_GRAPH_SHOW_ALL, "after");
    std::string told = propertiesOf(pipeline);
    for (const GstStructure* message : pipeline.messages())
        told += asText(message) + "\n";
    for (const std::string& warning : pipeline.warnings())
        told += warning + "\n";
    pipeline.setState(GST_STATE_NULL);
    gst_debug_set_threshold_from_string("1", TRUE);

    // Each was asked, with its key, and what it did was told.
    const auto received = servers.server.received();
    for (size_t i = 0; i < misdeeds().size(); ++i) {
        const std::string target = "/m" + std::to_string(i) + "/make";
        const auto asked = std::find_if(received.begin(), received.end(), [&](const Received& one) {
            return one.target == target && one.header("authorization") == "Bearer " + kImageKey;
        });
        ck_assert_msg(asked != received.end(), "%s was not asked", misdeeds()[i].what);
        ck_assert(asked->header("traceparent").size() == 55);
        const bool good = i + 1 == misdeeds().size();
        ck_assert_msg(good || told.find("backend m" + std::to_string(i)) != std::string::npos,
                      "nothing was told of %s", misdeeds()[i].what);
    }
    const auto wanted = needles(servers.server);
    ck_assert(wanted.count("the picture that was sent") == 1);
    searched("messages and properties", told, wanted);
    const auto files = filesBelow(made.path(""));
    for (const char* name : {"prompt.json", "gen.json", "k00000.png", "k00000.json"})
        ck_assert_msg(files.count(made.path(name)) == 1, "there is no %s", name);
    const std::string& prompts = files.at(made.path("prompt.json"));
    const bool good = __i__ == 2 || __i__ == 3;
    ck_assert(!good || prompts.find(kQuiet) != std::string::npos);  // the model's was taken
    for (const auto& [path, text] : files)
        searched(path, text, wanted);
    bool logged = false, dumped = false, traced = false;
    for (const auto& [path, text] : filesBelow(output->path(""))) {
        searched(path, text, wanted);
        logged = logged || text.find("animatize-net") != std::string::npos;
        traced = traced || text.find("animatize-span, ") != std::string::npos;
        dumped = dumped || text.starts_with("digraph");
    }
    ck_assert(logged && traced && dumped);
}
GST_END_TEST

int main(int argc, char** argv)
{
    setenv("GST_TRACERS", "animatize", 1);
    const Folder folder;
    output = &folder;
    setenv("GST_DEBUG_FILE", folder.path("log").c_str(), 1);
    setenv("GST_DEBUG_DUMP_DOT_DIR", folder.path("").c_str(), 1);
    return runGst(argc, argv, "secrets", {CASES(neitherKeysNorPicturesAreAnywhere, 5)});
}
