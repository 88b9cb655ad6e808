// Provider: a service that makes pictures, as data (providers/*.json): where it is, what a request
// looks like, where the picture is in its answer, how its errors read. docs/providers.md explains
// the file.
//
//   Result<std::vector<Provider>> providers = readProviders({"/etc/animatize/mine.json"});
//   if (!providers) return providers.error();     // mine.json: provider "x": field "size.as": ...
//
// Nothing here knows a vendor; who has a new one writes a file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/http_client.h"
#include "prompt/text_length.h"
#include "record/json_value.h"

namespace animatize {

/// A model where it differs or ends.
struct ProviderModel {
    std::string id;
    std::string sunset, successor;  ///< YYYY-MM-DD from which on it is gone; may be empty
};

/// One request as a template. Objects with one member that begins with `$` stand for what the job
/// says (template.h); what a job doesn't say is left out, never null.
struct SubmitTemplate {
    std::string method = "POST";
    std::string path;  ///< behind the base URI; `{model}` stands for the model
    enum class Encoding { Json, Multipart } encoding = Encoding::Json;
    std::vector<HttpHeader> headers;
    JsonValue body;
};

/// Which pictures a service makes.
struct SizeRule {
    enum class As {
        Pixels,  ///< any, within the limits below
        Sizes,   ///< one of a list
        Ratios   ///< one of a list of shapes, and of tiers where there are
    } as = As::Pixels;
    int step = 1, least = 1, most = 8192;             ///< of each side, pixels
    double leastPixels = 1.0, mostPixels = 67108864;  ///< width x height
    double mostRatio = 16.0;                          ///< longer side / shorter side
    std::vector<std::pair<int, int>> sizes;           ///< or ratios
    /// By the longer side's pixels, ascending; e.g. {1024, "1K"}.
    std::vector<std::pair<int, std::string>> tiers;
};

/// How a start frame travels.
enum class ImageIn {
    None,     ///< the service takes none, or only an address, and nothing here is a server
    DataUrl,  ///< data:image/png;base64,...
    Base64,   ///< without that prefix
    Part      ///< as a file of a multipart form
};

/// Where a picture is in an answer.
struct PictureAt {
    enum class As { Base64, Url, Bytes } as = As::Base64;
    std::string pointer;  ///< Bytes: none, the body is the picture
    std::string address;  ///< Url: a template with members of what is found; empty: it is the URL
};

/// An answer that is a refusal although its status is 200.
struct Refusal {
    std::string pointer;
    std::vector<std::string> values;  ///< empty: that it is there is enough
};

/// An address that an answer names, or that is made of what it names.
struct AddressAt {
    std::string pointer;  ///< to a URL, or to the path of one on the same server
    std::string path;     ///< behind the base URI; `{name}` is a top-level member of the answer
    bool empty() const { return pointer.empty() && path.empty(); }
};

struct PollRule {
    AddressAt address;
    std::string status;  ///< pointer
    bool absentIsPending = false;
    std::vector<std::string> success, failed, moderated;  ///< everything else is pending
    uint64_t first = 500 * kMillisecond, most = 5 * kSecond, deadline = 120 * kSecond;
    double factor = 1.5;
    AddressAt
        result;  ///< where the result is when it isn't in the last answer; of the first answer
    std::string code, message;  ///< pointers into the answer of a job that failed
};

struct CancelRule {
    std::string method = "POST";
    AddressAt address;
    JsonValue body;  ///< null: none; {"$answer": POINTER} stands for what the first answer said
};

/// Server-Sent Events with partial pictures, of services that send such when they are asked.
struct StreamRule {
    unsigned most = 1;  ///< partial pictures that may be asked for
    /// Types of events: their names, or what stands at `type` in their JSON. Others are passed
    /// over; one with a member `error` is an error by whatever name.
    std::vector<std::string> partialTypes, finalTypes, errorTypes;
    std::string type = "/type";       ///< pointer
    std::vector<PictureAt> pictures;  ///< of an event, never Bytes; partial ones only Base64
    uint64_t idle = 60 * kSecond;     ///< for which a stream may stand still
};

struct ProviderLimits {
    unsigned concurrency = 2;
    LengthUnit promptUnit = LengthUnit::Characters;
    size_t mostPrompt = 10000;
    uint64_t mostSeed = 4294967295;  ///< larger ones are taken modulo this + 1
    uint64_t urlLifetime = 0;        ///< ns for which a picture can be fetched; 0: unknown
    size_t mostBytes = 64u << 20;    ///< of an answer or a picture
    uint64_t attemptTimeout = 60 * kSecond;
};

struct Provider {
    std::string name, description, family;
    unsigned version = 1;           ///< goes up when the requests change: part of cache keys
    std::string sunset, successor;  ///< of the whole service
    std::string baseUri;            ///< without a slash at its end
    std::optional<HttpKey> key;
    bool keyIsOptional = false;         ///< sent where the environment has one
    std::vector<HttpHeader> headers;    ///< of all requests to its own server
    std::vector<std::string> keyHosts;  ///< others that may see the key: "bfl.ai" and below
    std::string model;                  ///< when nobody names one; may be empty
    std::vector<ProviderModel> models;
    SubmitTemplate submit;
    std::optional<SubmitTemplate> submitWithImage;
    SizeRule size;
    ImageIn imageIn = ImageIn::None;
    std::string imageType = "image/png";  ///< or image/jpeg
    std::vector<PictureAt> pictures;      ///< the first that is there
    std::vector<Refusal> refusals;
    std::string seedAt;  ///< pointer to the seed that was used; may be empty
    std::optional<PollRule> poll;
    std::optional<CancelRule> cancel;
    std::optional<StreamRule> stream;  ///< never with poll
    std::optional<DeadlineHeader> deadline;
    /// A header by which the service knows a request again; empty: none.
    std::string idempotencyHeader;
    ErrorWords words;
    ProviderLimits limits;
    bool serverRetries = false;
    double cost = 0.0;  ///< USD for a picture, about; 0: free

    /// What the templates have slots for.
    bool takesSeed() const;
    bool takesNegative() const;
    bool takesImage() const { return imageIn != ImageIn::None; }
    /// Partial pictures that it sends, if it is asked.
    unsigned mostPartials() const { return stream ? stream->most : 0; }
    /// The template for a job with or without a start frame.
    const SubmitTemplate& submitFor(bool image) const;
};

/// One provider from its (merged) manifest; `source` begins errors.
Result<Provider> readProvider(const JsonValue& manifest, const std::string& source);

/// The built-in providers and those of the files, sorted by name. A file holds one manifest or
/// {"providers": [...]}. A manifest with the name of one that is there changes it as a merge patch
/// (RFC 7396): what it doesn't name stays.
/// Errors name file, provider, field and reason.
Result<std::vector<Provider>> readProviders(const std::vector<std::string>& files = {});

/// Null: there is none of that name.
const Provider* findProvider(const std::vector<Provider>& providers, const std::string& name);

/// A sentence for the operator when the provider or the model (empty: its own) is gone on `today`
/// (YYYY-MM-DD), and it shouldn't be asked any more; else empty.
std::string sunsetWarning(const Provider& provider, const std::string& model,
                          const std::string& today);

}  // namespace animatize
