// Accepted jobs as a line of JSON, so that another process can collect what is already paid.
#include "generate/remote/provider_client.h"
#include "record/json_reader.h"

namespace animatize {

Record toRecord(const PaidJob& job)
{
    Record record("job");
    record.add("provider", job.provider).add("model", job.model).add("poll-uri", job.pollUri);
    record.add("result-uri", job.resultUri).add("cancel-uri", job.cancelUri);
    record.add("cancel-body", job.cancelBody).add("seed", job.seed);
    return record.add("conditioned", job.conditioned);
}

Result<PaidJob> readPaidJob(const std::string& json, const std::string& source)
{
    constexpr size_t kMost = 4096;
    const Result<JsonDocument> document = JsonDocument::parse(json, source);
    if (!document)
        return document.error();
    const JsonReader root = document->root();
    PaidJob job;
    job.provider = root.text("provider", 64);
    job.model = root.anyText("model", 200);
    job.pollUri = root.text("poll-uri", kMost);
    job.resultUri = root.anyText("result-uri", kMost);
    job.cancelUri = root.anyText("cancel-uri", kMost);
    job.cancelBody = root.anyText("cancel-body", kMost);
    if (const auto seed = root.numberIfAny("seed", 0, 9007199254740991.0))
        job.seed = static_cast<uint64_t>(*seed);
    job.conditioned = root.flag("conditioned");
    if (const Status status = document->status(); !status)
        return status.error();
    return job;
}

}  // namespace animatize
