#include "generate/remote/provider_request.h"

#include <algorithm>
#include <exception>

#include <stdlib.h>

#include <glib.h>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/sha256.h"
#include "generate/remote/multipart.h"
#include "generate/remote/provider_size.h"
#include "generate/remote/provider_template.h"
#include "record/json.h"

namespace animatize {
namespace {

/// A job as the provider can take it.
struct Fitted {
    std::string prompt, negative, model, image;  // image: encoded, as bytes
    std::optional<uint64_t> seed;
    std::optional<double> strength;
    unsigned partials = 0;
    SizeChoice size;
};

Result<std::string> encoded(const cv::Mat& picture, const std::string& type)
{
    try {
        cv::Mat swapped;
        cv::cvtColor(picture, swapped, cv::COLOR_RGB2BGR);
        std::vector<uint8_t> bytes;
        const bool jpeg = type == "image/jpeg";
        const std::vector<int> how = jpeg ? std::vector{cv::IMWRITE_JPEG_QUALITY, 95}
                                          : std::vector{cv::IMWRITE_PNG_COMPRESSION, 3};
        if (cv::imencode(jpeg ? ".jpg" : ".png", swapped, bytes, how))
            return std::string(bytes.begin(), bytes.end());
        return Error{"OpenCV can't write " + type + " here"};
    } catch (const std::exception& trouble) {
        return Error{std::string("the start frame can't be sent: ") + trouble.what()};
    }
}

std::string base64(const std::string& bytes)
{
    char* text = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    std::string copy = text;
    g_free(text);
    return copy;
}

std::string imageText(const Provider& provider, const std::string& bytes)
{
    const std::string text = base64(bytes);
    return provider.imageIn == ImageIn::DataUrl ? "data:" + provider.imageType + ";base64," + text
                                                : text;
}

JsonValue number(int64_t value)
{
    return JsonValue::Value(value);
}

std::optional<JsonValue> text(const std::string& value)
{
    if (value.empty())
        return std::nullopt;
    return JsonValue(JsonValue::Value(value));
}

std::string sizeText(cv::Size size)
{
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

/// `image` is what stands for the start frame: its text, or its hash for the record.
SlotValues slotsOf(const Provider& provider, const Fitted& fitted, const std::string& image)
{
    return [&provider, &fitted, &image](const std::string& slot) -> std::optional<JsonValue> {
        const cv::Size size = fitted.size.size;
        if (slot == "prompt")
            return text(fitted.prompt);
        if (slot == "negative")
            return text(fitted.negative);
        if (slot == "model")
            return text(fitted.model);
        if (slot == "seed" && fitted.seed)
            return number(static_cast<int64_t>(*fitted.seed));
        if (slot == "size")
            return text(sizeText(size));
        if (slot == "width" || slot == "height")
            return number(slot == "width" ? size.width : size.height);
        if (slot == "ratio" || slot == "tier")
            return text(slot == "ratio" ? fitted.size.ratio : fitted.size.tier);
        if (slot == "image" || slot == "image-type")
            return fitted.image.empty() ? std::nullopt
                                        : text(slot == "image" ? image : provider.imageType);
        if (slot == "strength" && fitted.strength && !fitted.image.empty())
            return JsonValue(JsonValue::Value(*fitted.strength));
        if (slot == "partials" && fitted.partials > 0)
            return number(fitted.partials);
        return std::nullopt;
    };
}

Result<Fitted> fit(const Provider& provider, const PictureJob& job)
{
    if (job.prompt.empty())
        return Error{"provider " + provider.name + ": a picture needs a prompt"};
    Fitted fitted;
    const ProviderLimits& limits = provider.limits;
    fitted.prompt = cutToWords(job.prompt, limits.promptUnit, limits.mostPrompt);
    fitted.negative = cutToWords(job.negative, limits.promptUnit, limits.mostPrompt);
    fitted.model = job.model.empty() ? provider.model : job.model;
    fitted.strength = job.strength;
    fitted.partials = std::min(job.partials, provider.mostPartials());
    fitted.size = chooseSize(provider.size, job.size);
    const bool all = limits.mostSeed + 1 == 0;
    if (job.seed)
        fitted.seed = all ? *job.seed : *job.seed % (limits.mostSeed + 1);
    if (job.startFrame.empty() || !provider.takesImage())
        return fitted;
    const Result<std::string> image =
        encoded(fittedTo(job.startFrame, fitted.size.size), provider.imageType);
    if (!image)
        return Error{"provider " + provider.name + ": " + image.error().message};
    fitted.image = *image;
    return fitted;
}

/// Members of the body as parts; the start frame is the file among them.
Form formOf(const JsonValue& body, const Provider& provider, const std::string& image)
{
    // The slot `image` was filled with this.
    const std::string name = provider.imageType == "image/jpeg" ? "frame.jpg" : "frame.png";
    std::vector<FormPart> parts;
    for (const JsonMember& one : *body.object()) {
        const bool file = one.value.text() && !image.empty() && *one.value.text() == "\x01image";
        const bool nested = one.value.object() || one.value.array();
        if (file)
            parts.push_back({one.key, name, provider.imageType, image});
        else
            parts.push_back({one.key, "", "", nested ? toJson(one.value) : one.value.plainText()});
    }
    return multipartForm(parts);
}

bool isForm(const SubmitTemplate& submit)
{
    return submit.encoding == SubmitTemplate::Encoding::Multipart;
}

/// The template with `image` for the start frame.
JsonValue bodyOf(const SubmitTemplate& submit, const Provider& provider, const Fitted& fitted,
                 const std::string& image)
{
    const auto body = fillTemplate(submit.body, slotsOf(provider, fitted, image));
    return body ? *body : JsonValue(JsonValue::Value(JsonValue::Object()));
}

void setBody(HttpRequest& http, const SubmitTemplate& submit, const Provider& provider,
             const Fitted& fitted)
{
    if (isForm(submit) && provider.imageIn == ImageIn::Part) {
        Form form = formOf(bodyOf(submit, provider, fitted, "\x01image"), provider, fitted.image);
        http.contentType = std::move(form.contentType);
        http.body = std::move(form.body);
        return;
    }
    const std::string image = fitted.image.empty() ? "" : imageText(provider, fitted.image);
    const JsonValue body = bodyOf(submit, provider, fitted, image);
    const Form form = isForm(submit) ? formOf(body, provider, "") : Form();
    http.contentType = isForm(submit) ? form.contentType : "application/json";
    http.body = isForm(submit) ? form.body : toJson(body);
}

Record recordOf(const Provider& provider, const SubmitTemplate& submit, Fitted fitted,
                const HttpRequest& http)
{
    fitted.partials = 0;  // the picture is the same with and without
    const std::string image = fitted.image.empty() ? "" : "sha256:" + sha256(fitted.image);
    Record record("request");
    record.add("provider", provider.name).add("version", provider.version);
    record.add("method", http.method).add("uri", http.uri);
    record.add("encoding", isForm(submit) ? "multipart" : "json");
    if (!fitted.model.empty())
        record.add("model", fitted.model);
    record.add("seed", fitted.seed);
    record.add("width", static_cast<uint32_t>(fitted.size.size.width));
    record.add("height", static_cast<uint32_t>(fitted.size.size.height));
    record.add("conditioned", !fitted.image.empty()).add("cost", provider.cost);
    record.add("body", toJson(bodyOf(submit, provider, fitted, image)));
    return record;
}

/// The same for the same request and no other, by which a service can tell that it has seen it.
std::string idempotencyKey(Record record, unsigned partials)
{
    if (partials > 0)
        record.add("partials", partials);
    return sha256(toJson(record));
}

Result<HttpRequest> httpOf(const Provider& provider, const SubmitTemplate& submit,
                           const Fitted& fitted)
{
    HttpRequest http;
    const auto path = fillPath(submit.path, [&](const std::string& name) {
        return name == "model" && !fitted.model.empty() ? std::optional(fitted.model)
                                                        : std::nullopt;
    });
    if (!path)
        return Error{"provider " + provider.name + ": the path " + submit.path +
                     " needs a model, and none is named"};
    http.method = submit.method;
    http.route = submit.path;
    http.uri = provider.baseUri + *path;
    http.headers = provider.headers;
    http.headers.insert(http.headers.end(), submit.headers.begin(), submit.headers.end());
    http.key = keyFor(provider);
    http.mostBytes = provider.limits.mostBytes;
    http.deadline = provider.deadline;
    // What may have been carried out may have been charged, unless the service knows it again.
    http.repeatable = provider.cost == 0.0 || !provider.idempotencyHeader.empty();
    http.words = provider.words;
    setBody(http, submit, provider, fitted);
    return http;
}

}  // namespace

std::optional<HttpKey> keyFor(const Provider& provider)
{
    if (!provider.key || !provider.keyIsOptional)
        return provider.key;
    const char* content = getenv(provider.key->environment.c_str());
    return content && *content ? provider.key : std::nullopt;
}

Result<ProviderRequest> resolveRequest(const Provider& provider, const PictureJob& job)
{
    Result<Fitted> fitted = fit(provider, job);
    if (!fitted)
        return fitted.error();
    const SubmitTemplate& submit = provider.submitFor(!fitted->image.empty());
    if (!hasSlot(submit.body, "seed"))
        fitted->seed.reset();
    if (!hasSlot(submit.body, "image"))
        fitted->image.clear();
    Result<HttpRequest> http = httpOf(provider, submit, *fitted);
    if (!http)
        return http.error();
    ProviderRequest request;
    request.record = recordOf(provider, submit, *fitted, *http);
    if (!provider.idempotencyHeader.empty())
        http->headers.push_back(
            {provider.idempotencyHeader, idempotencyKey(request.record, fitted->partials)});
    request.http = std::move(*http);
    request.model = fitted->model;
    request.seed = fitted->seed;
    request.size = fitted->size.size;
    request.partials = fitted->partials;
    request.conditioned = !fitted->image.empty();
    request.shortened = fitted->prompt != job.prompt;
    request.cost = provider.cost;
    return request;
}

ClientSettings clientSettings(const Provider& provider, const std::string& model)
{
    ClientSettings settings;
    settings.uri = provider.baseUri;
    settings.model = provider.name + " " + (model.empty() ? provider.model : model);
    settings.attemptTimeout = provider.limits.attemptTimeout;
    settings.retry.mostAttempts = provider.serverRetries ? 1 : settings.retry.mostAttempts;
    settings.endpoint.mostInFlight = provider.limits.concurrency;
    return settings;
}

}  // namespace animatize
