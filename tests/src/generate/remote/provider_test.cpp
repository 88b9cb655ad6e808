// Manifests: what is shipped, what a person's own changes, what is wrong with bad ones, and dates.
#include <fstream>

#include "generate/remote/provider_template.h"
#include "providing.h"
#include "support/folder.h"

using namespace animatize;
using namespace animatize::test;

namespace {

JsonValue json(const std::string& text)
{
    const Result<JsonValue> value = parseJson(text, "test");
    ck_assert_msg(static_cast<bool>(value), "%s", value ? "" : value.error().message.c_str());
    return *value;
}

JsonValue small()
{
    return json(R"({"schema":"animatize-providers/1","name":"mine","base-uri":"http://h:1",
        "submit":{"path":"/make","body":{"text":{"$slot":"prompt"}}},
        "size":{"as":"pixels"},"result":{"pictures":[{"as":"bytes"}]}})");
}

/// What readProvider says to the small manifest with this merged in.
std::string problem(const std::string& patch)
{
    JsonValue manifest = small();
    mergePatch(manifest, json(patch));
    const Result<Provider> read = readProvider(manifest, "mine.json");
    return read ? "" : read.error().message;
}

void isProblem(const std::string& patch, const std::string& field, const std::string& why)
{
    const std::string said = problem(patch);
    ck_assert_msg(
        said.starts_with("mine.json: provider \"mine\": field \"" + field + "\"") && has(said, why),
        "%s: %s", patch.c_str(), said.c_str());
}

// A file of a person's, with this text.
std::string written(const Folder& folder, const std::string& name, const std::string& text)
{
    const std::string path = folder.path(name);
    std::ofstream(path) << text;
    return path;
}

std::string filled(const std::string& form)
{
    const auto value = fillTemplate(json(form), [](const std::string& slot) {
        return slot == "seed"     ? std::optional<JsonValue>(JsonValue::Value(int64_t{7}))
               : slot == "prompt" ? std::optional<JsonValue>(JsonValue::Value(std::string("a\"b")))
                                  : std::nullopt;
    });
    return value ? toJson(*value) : "left out";
}

void fillsTo(const std::string& form, const std::string& wanted)
{
    const std::string is = filled(form);
    ck_assert_msg(is == wanted, "%s: %s instead of %s", form.c_str(), is.c_str(), wanted.c_str());
}

}  // namespace

START_TEST(theShippedProvidersAreThere)
{
    std::string names;
    for (const Provider& one : shipped())
        names += one.name + " ";
    ck_assert_str_eq(names.c_str(),
                     "a1111 comfyui fal flux gemini localai openai replicate sdcpp "
                     "sdcpp-openai sdcpp-sdapi stability ");
    ck_assert(!findProvider(shipped(), "nobody"));
}
END_TEST

START_TEST(capabilitiesAreWhatTheTemplatesHave)
{
    ck_assert(!provider("openai").takesSeed() && provider("openai").takesImage());
    ck_assert(provider("a1111").takesSeed() && provider("a1111").takesNegative());
    ck_assert(!provider("flux").takesNegative() && !provider("comfyui").takesImage());
}
END_TEST

START_TEST(aSmallManifestIsEnough)
{
    equal(problem("{}"), "");
}
END_TEST

START_TEST(badManifestsAreNamedByFileFieldAndReason)
{
    isProblem("{\"surplus\":1}", "surplus", "is not known");
    isProblem("{\"schema\":\"x\"}", "schema", "animatize-providers/1");
    isProblem("{\"base-uri\":\"ftp://h\"}", "base-uri", "https://host");
    isProblem("{\"base-uri\":\"http://h/\"}", "base-uri", "without a slash");
    isProblem("{\"sunset\":\"soon\"}", "sunset", "a date");
    isProblem("{\"models\":[{\"id\":\"a\",\"sunset\":\"2026-1-1\"}]}", "models[0].sunset",
              "a date");
    isProblem("{\"key\":{\"prefix\":\"x\"}}", "key.environment", "is missing");
    isProblem("{\"submit\":{\"path\":\"make\"}}", "submit.path", "a slash");
    isProblem("{\"submit\":{\"path\":\"/{model}\"}}", "model", "is missing");
    isProblem("{\"submit\":{\"body\":3}}", "submit.body", "template");
    isProblem("{\"submit\":{\"encoding\":\"xml\"}}", "submit.encoding", "json multipart");
    isProblem("{\"submit\":{\"method\":\"GET\"}}", "submit.method", "POST PUT");
    isProblem("{\"submit\":{\"body\":{\"a\":{\"b\":[{\"$slot\":\"colour\"}]}}}}", "submit.body",
              "body/a/b/0/$slot: should be one of: prompt");
    isProblem("{\"submit\":{\"body\":{\"a\":{\"$what\":1}}}}", "submit.body", "body/a");
    isProblem("{\"submit\":{\"body\":{\"a\":{\"$join\":1}}}}", "submit.body", "array");
    isProblem("{\"size\":{\"as\":\"feet\"}}", "size.as", "pixels sizes ratios");
    isProblem("{\"size\":{\"as\":\"ratios\",\"ratios\":[\"16x9\"]}}", "size.ratios", "16:9");
    isProblem("{\"size\":{\"as\":\"sizes\",\"sizes\":[\"0x9\"]}}", "size.sizes", "16x9");
    isProblem("{\"size\":{\"step\":0}}", "size.step", "number from 1");
    isProblem("{\"image-in\":\"base64\"}", "image-in", "needs a slot");
    isProblem("{\"submit\":{\"body\":{\"i\":{\"$slot\":\"image\"}}}}", "image-in", "is none");
    isProblem("{\"image-in\":\"part\",\"submit\":{\"body\":{\"i\":{\"$slot\":\"image\"}}}}",
              "image-in", "multipart");
    isProblem("{\"result\":null}", "result", "is missing");
    isProblem("{\"result\":{\"pictures\":[]}}", "result.pictures", "at least one");
    isProblem("{\"result\":{\"pictures\":[{\"as\":\"url\"}]}}", "result.pictures[0].pointer",
              "is missing");
    isProblem("{\"result\":{\"pictures\":[{\"as\":\"url\",\"pointer\":\"$.x\"}]}}",
              "result.pictures[0].pointer", "JSON pointer");
    isProblem("{\"poll\":{\"status\":\"/s\",\"success\":[\"ok\"]}}", "poll.address", "is missing");
    isProblem("{\"poll\":{\"address\":{},\"status\":\"/s\",\"success\":[\"ok\"]}}",
              "poll.address.pointer", "either");
    isProblem("{\"poll\":{\"address\":{\"pointer\":\"/u\"},\"status\":\"/s\"}}", "poll.success",
              "at least one");
    isProblem("{\"cancel\":{\"address\":{\"pointer\":\"/u\"}}}", "cancel", "needs poll");
    isProblem("{\"idempotency-header\":\"Key: x\"}", "idempotency-header", "Idempotency-Key");
    isProblem("{\"deadline-header\":{}}", "deadline-header.name", "is missing");
    isProblem("{\"deadline-header\":{\"name\":\"H\",\"format\":\"s\"}}", "deadline-header.format",
              "{seconds}s");
    isProblem("{\"deadline-header\":{\"name\":\"H\",\"format\":\"{seconds}{milliseconds}\"}}",
              "deadline-header.format", "one {seconds}");
    isProblem("{\"deadline-header\":{\"name\":\"H\",\"least\":0}}", "deadline-header.least",
              "from 0.001");
    isProblem("{\"deadline-header\":{\"name\":\"H\",\"unit\":\"s\"}}", "deadline-header.unit",
              "is not known");
    isProblem("{\"error\":{\"code\":[\"x\"]}}", "error.code", "JSON pointers");
    isProblem("{\"limits\":{\"concurrency\":0}}", "limits.concurrency", "from 1");
    isProblem("{\"limits\":{\"prompt-unit\":\"bytes\"}}", "limits.prompt-unit", "words");
    isProblem("{\"cost-per-image\":-1}", "cost-per-image", "from 0");
}
END_TEST

START_TEST(badStreamsAreNamedByFieldAndReason)
{
    const std::string places = "\"pictures\":[{\"as\":\"base64\",\"pointer\":\"/b\"}]";
    const std::string good = "\"final\":[\"done\"]," + places;
    const auto stream = [](const std::string& members) { return "{\"stream\":{" + members + "}}"; };
    equal(problem(stream(good)), "");
    isProblem(stream(places), "stream.final", "at least one type");
    isProblem(stream("\"final\":[]," + places), "stream.final", "at least one type");
    isProblem(stream("\"final\":[\"done\"]"), "stream.pictures", "at least one place");
    isProblem(stream("\"final\":[\"done\"],\"pictures\":[{\"as\":\"bytes\"}]"),
              "stream.pictures[0].as", "base64 or url");
    isProblem(stream("\"type\":\"type\"," + good), "stream.type", "JSON pointer");
    isProblem(stream("\"most\":0," + good), "stream.most", "from 1 to 16");
    isProblem(stream("\"idle\":601," + good), "stream.idle", "600");
    isProblem(stream("\"partials\":3," + good), "stream.partials", "is not known");
    isProblem(
        "{\"poll\":{\"address\":{\"pointer\":\"/u\"},\"status\":\"/s\",\"success\":[\"ok\"]},"
        "\"stream\":{" +
            good + "}}",
        "stream", "can't go with poll");
    isProblem("{\"submit\":{\"body\":{\"n\":{\"$slot\":\"partials\"}}}}", "stream", "is missing");
}
END_TEST

START_TEST(streamsAndHeadersOfCallsAreRead)
{
    JsonValue manifest = small();
    mergePatch(manifest, json(R"({"stream":{"most":4,"type":"/kind","partial":["a","b"],
        "final":["c"],"error":["d"],"idle":7,"pictures":[{"as":"url","pointer":"/u"}]},
        "deadline-header":{"name":"H","format":"{milliseconds}","least":2,"grace":0.5},
        "idempotency-header":"Key"})"));
    const Result<Provider> read = readProvider(manifest, "mine.json");
    ck_assert_msg(static_cast<bool>(read), "%s", read ? "" : read.error().message.c_str());
    const StreamRule& stream = *read->stream;
    ck_assert(stream.most == 4 && read->mostPartials() == 4 && stream.type == "/kind");
    ck_assert(stream.partialTypes == std::vector<std::string>({"a", "b"}));
    ck_assert(stream.finalTypes.at(0) == "c" && stream.errorTypes.at(0) == "d");
    ck_assert(stream.pictures.at(0).pointer == "/u" && stream.idle == 7 * kSecond);
    const DeadlineHeader& header = *read->deadline;
    ck_assert(header.name == "H" && header.format == "{milliseconds}");
    ck_assert(header.least == 2 * kSecond && header.grace == 500 * kMillisecond);
    equal(read->idempotencyHeader, "Key");
    ck_assert_uint_eq(provider("flux").mostPartials(), 0);
}
END_TEST

START_TEST(aPersonsFileChangesWhatItNames)
{
    const Folder folder;
    const std::string file = written(folder, "mine.json",
                                     "{\"name\":\"openai\",\"base-uri\":\"http://gateway:9\","
                                     "\"submit\":{\"body\":{\"quality\":\"high\",\"n\":null}}}");
    const auto providers = readProviders({file});
    ck_assert_msg(static_cast<bool>(providers), "%s", providers.error().message.c_str());
    ck_assert_uint_eq(providers->size(), shipped().size());
    const Provider openai = *findProvider(*providers, "openai");
    const std::string body = resolved(openai, plainJob()).http.body;
    ck_assert(openai.baseUri == "http://gateway:9" && openai.key);
    ck_assert(has(body, "\"quality\":\"high\"") && !has(body, "\"n\"") && has(body, "prompt"));
}
END_TEST

START_TEST(aFileMayHaveSeveralAndLaterFilesWin)
{
    JsonValue other = small();
    other.set("name", JsonValue(JsonValue::Value(std::string("other"))));
    const Folder folder;
    const std::string both = written(
        folder, "both.json", "{\"providers\":[" + toJson(small()) + "," + toJson(other) + "]}");
    const std::string later =
        written(folder, "later.json", "{\"name\":\"other\",\"model\":\"newer\"}");
    const auto providers = readProviders({both, later});
    ck_assert_msg(static_cast<bool>(providers), "%s", providers.error().message.c_str());
    ck_assert(findProvider(*providers, "mine"));
    ck_assert(findProvider(*providers, "other")->model == "newer");
}
END_TEST

START_TEST(filesThatCantBeReadAreNamed)
{
    const Folder folder;
    const std::string broken = written(folder, "broken.json", "{\"name\":");
    const std::string nameless = written(folder, "nameless.json", "{\"model\":\"x\"}");
    const std::string halved =
        written(folder, "halved.json", "{\"name\":\"new-one\",\"base-uri\":\"http://h\"}");
    for (const std::string& path :
         {broken, nameless, halved, std::string("/nowhere/providers.json")}) {
        const auto providers = readProviders({path});
        ck_assert(!providers);
        ck_assert_msg(has(providers.error().message, path), "%s",
                      providers.error().message.c_str());
    }
}
END_TEST

START_TEST(whatIsGoneIsSaidByName)
{
    const Provider openai = provider("openai");
    ck_assert(sunsetWarning(openai, "", "2030-01-01").empty());
    ck_assert(sunsetWarning(openai, "gpt-image-1.5", "2026-11-30").empty());
    const std::string gone = sunsetWarning(openai, "gpt-image-1.5", "2026-12-01");
    ck_assert(has(gone, "gpt-image-1.5 of openai was shut down on 2026-12-01"));
    ck_assert(has(gone, "successor is gpt-image-2"));
    Provider whole = openai;
    whole.sunset = "2026-09-24";
    ck_assert(has(sunsetWarning(whole, "", "2026-09-24"), "provider openai"));
    ck_assert(sunsetWarning(whole, "", "2026-09-23").empty());
}
END_TEST

START_TEST(slotsAreFilledOrLeftOut)
{
    fillsTo("{\"a\":{\"$slot\":\"seed\"},\"b\":{\"$slot\":\"negative\"}}", "{\"a\":7}");
    fillsTo("{\"a\":[{\"$slot\":\"negative\"}],\"b\":{\"c\":{\"$slot\":\"image\"}},\"d\":1}",
            "{\"d\":1}");
    fillsTo("{\"a\":[],\"b\":{}}", "{\"a\":[],\"b\":{}}");
    fillsTo("{\"a\":{\"$slot\":\"negative\"}}", "left out");
    fillsTo("{\"a\":{\"$slot\":\"strength\",\"default\":0.5}}", "{\"a\":0.5}");
    fillsTo("{\"a\":{\"$slot\":\"seed\",\"default\":1}}", "{\"a\":7}");
    fillsTo("{\"a\":{\"$when\":\"seed\",\"value\":1,\"else\":2}}", "{\"a\":1}");
    fillsTo("{\"a\":{\"$when\":\"image\",\"value\":1,\"else\":2}}", "{\"a\":2}");
    fillsTo("{\"a\":{\"$when\":\"image\",\"value\":1}}", "left out");
}
END_TEST

START_TEST(textsAreJoined)
{
    fillsTo("{\"$join\":[{\"$slot\":\"prompt\"},\" x\",{\"$slot\":\"seed\"}]}", "\"a\\\"b x7\"");
    fillsTo("{\"$join\":[\"x\",{\"$slot\":\"negative\"}]}", "left out");
    fillsTo("{\"$json\":{\"p\":{\"$slot\":\"prompt\"}}}", "\"{\\\"p\\\":\\\"a\\\\\\\"b\\\"}\"");
    fillsTo("{\"$json\":{\"p\":{\"$slot\":\"negative\"}}}", "left out");
}
END_TEST

START_TEST(pathsAreFilledAndEncoded)
{
    const auto value = [](const std::string& name) {
        return name == "model" ? std::optional<std::string>("own/a b?c") : std::nullopt;
    };
    ck_assert(fillPath("/v1/{model}/x", value) == "/v1/own/a%20b%3Fc/x");
    ck_assert(!fillPath("/v1/{id}", value));
    ck_assert(fillPath("/v1/{open", value) == "/v1/{open");
}
END_TEST

int main()
{
    return run("provider", {theShippedProvidersAreThere, capabilitiesAreWhatTheTemplatesHave,
                            aSmallManifestIsEnough, badManifestsAreNamedByFileFieldAndReason,
                            badStreamsAreNamedByFieldAndReason, streamsAndHeadersOfCallsAreRead,
                            aPersonsFileChangesWhatItNames, aFileMayHaveSeveralAndLaterFilesWin,
                            filesThatCantBeReadAreNamed, whatIsGoneIsSaidByName,
                            slotsAreFilledOrLeftOut, textsAreJoined, pathsAreFilledAndEncoded});
}
