// ProviderClient: one engine for all providers. Sends what resolveRequest() made, finds the picture
// in the answer, waits for jobs, fetches what is elsewhere.
//
//   const Result<ProviderLink> link = makeProviderLink(provider, request.model, meter);
//   ProviderClient client(provider, *link);
//   auto picture = client.generate(request, {clock.now() + kCallDeadline, stop}, remember);
//   if (!picture) next(picture.error().fault);
//
// Four ways of transport, by what the manifest says: an answer with the picture (base64 or bytes),
// an answer with its URL, a job that is asked about (first after 0.5 s, then ever more seldom), and
// a stream of events with partial pictures before the final one. Requests are JSON or multipart.
//
// Blocks its thread until there is a picture, the deadline has passed or `stop` was asked for.
// May be used by several threads at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "generate/remote/provider.h"
#include "generate/remote/provider_request.h"
#include "net/make_client.h"

namespace animatize {

class ProviderStream;

/// A job that a provider has accepted and may charge for: enough to collect it later, also in
/// another process.
struct PaidJob {
    std::string provider, model;
    std::string pollUri;
    std::string resultUri;              ///< empty: the last answer to the poll has it
    std::string cancelUri, cancelBody;  ///< empty: can't be cancelled; no body
    std::optional<uint64_t> seed;
    bool conditioned = false;
};

/// For keeping it on disk, as one line of JSON and back. Errors: not such a line.
Record toRecord(const PaidJob& job);
Result<PaidJob> readPaidJob(const std::string& json, const std::string& source);

struct Picture {
    std::string bytes;              ///< as they came, not decoded
    std::string mimeType;           ///< by content: image/png, image/jpeg, image/webp
    std::string model;              ///< empty: the service doesn't let choose
    std::optional<uint64_t> seed;   ///< that was used: told by the service, or sent
    bool conditioned = false;       ///< on the start frame
    double cost = 0.0;              ///< USD, about
    unsigned attempts = 1;          ///< to submit it
    std::string digitalSourceType;  ///< term of cv.iptc.org/newscodes/digitalsourcetype
};

struct ProviderError {
    HttpFault fault = HttpFault::Broken;
    std::string message;                 ///< a sentence, beginning with the provider
    unsigned status = 0;                 ///< of HTTP; 0: none came
    std::optional<uint64_t> retryAfter;  ///< ns
    unsigned attempts = 0;               ///< to submit it
    /// It isn't known whether the service carried the request out.
    bool ambiguous = false;
    /// USD that may have been charged for nothing: > 0 with what is ambiguous, accepted or useless.
    double atRisk = 0.0;
    std::optional<PaidJob> job;  ///< that still runs: collect() may get it
};

/// The clients of one provider and model: submitting, asking about jobs and fetching fail apart
/// from each other.
struct ProviderLink {
    std::shared_ptr<HttpClient> submit, poll, fetch;
    const Clock& clock;  ///< must outlive it
    Sleep sleep;
};

ProviderLink makeProviderLink(const Provider& provider, const std::string& model,
                              const std::shared_ptr<HttpMeter>& meter, const ClientParts& parts);
/// Over the network. Errors: built without libsoup.
Result<ProviderLink> makeProviderLink(const Provider& provider, const std::string& model,
                                      const std::shared_ptr<HttpMeter>& meter);

class ProviderClient {
  public:
    using Answer = Result<Picture, ProviderError>;
    /// Called as soon as a job is accepted, from the thread of generate().
    using Accepted = std::function<void(const PaidJob&)>;
    /// Called with partial pictures, from the thread of generate(), of each attempt as many at most
    /// as the request asked for. They are told by their first bytes and not decoded; the final one
    /// has the cost. `attempts` is the attempt that one is of: those of earlier ones lead nowhere.
    using Partial = std::function<void(const Picture&)>;

    ProviderClient(Provider provider, ProviderLink link);

    /// When stopped after a job was accepted, the job is cancelled where the provider can do that.
    /// When the deadline passes it isn't: error.job can be collected.
    Answer generate(const ProviderRequest& request, const Patience& patience,
                    const Accepted& accepted = {}, const Partial& partial = {});
    /// Waits for a job of earlier and fetches its picture.
    /// When stopped it is cancelled, where the provider can do that and `cancels` says so.
    Answer collect(const PaidJob& job, const Patience& patience, bool cancels = true);
    /// Asks once, for at most 2 s; nothing when the provider can't.
    void cancel(const PaidJob& job, const TraceContext& trace = {});

  private:
    using Body = Result<HttpResponse, HttpError>;
    using Outcome = Result<JsonValue, ProviderError>;
    using Verdict = std::optional<Outcome>;

    static Picture asked(const ProviderRequest& request, unsigned attempts);
    Answer streamed(const ProviderRequest& request, const Patience& patience,
                    const Partial& partial);
    Result<PaidJob, ProviderError> jobOf(const ProviderRequest& request,
                                         const HttpResponse& response) const;
    Outcome await(const PaidJob& job, const Patience& patience);
    /// Nothing: it is pending; `last` becomes what it said.
    Verdict verdictOn(const std::string& body, std::string& last) const;
    /// `job`: whose picture it is; null: none's.
    Answer pictureIn(const HttpResponse& response, Picture picture, const Patience& patience,
                     const PaidJob* job);
    Answer pictureIn(const JsonValue& answer, const std::vector<PictureAt>& places, Picture picture,
                     const Patience& patience, const PaidJob* job);
    Answer pictureIn(const ProviderStream& stream, Picture picture, const Patience& patience);
    Answer checked(std::string bytes, Picture picture) const;
    HttpRequest getting(const std::string& uri, bool job) const;
    ProviderError errorOf(HttpError error) const;
    /// After the service had the request: the job can be collected later, or not.
    ProviderError unfinished(ProviderError error, const PaidJob& job) const;
    ProviderError finished(const HttpError& error) const;
    /// Of what is lost on the way; `job`: as above.
    ProviderError lost(const HttpError& error, const PaidJob* job) const;
    std::string hidden(std::string text) const;
    Result<JsonValue> parsed(const std::string& body, const char* what) const;
    /// What a service said, without the key and cut to a sentence.
    std::string heard(std::string text) const;
    ProviderError failed(const std::string& event, unsigned attempts) const;
    ProviderError useless(HttpFault fault, const std::string& what, unsigned attempts = 1) const;

    const Provider provider_;
    const ProviderLink link_;
};

}  // namespace animatize
