// Each shipped manifest resolves to exactly the request that the service documents, without and
// with all that a job can have. provider_requests.txt has them, read line by line against the
// documentations, with <png> for the start frame; what is said there changes only with these.
#include "base/resource.h"
#include "base/sha256.h"
#include "generate/remote/multipart.h"
#include "generate/remote/provider_size.h"
#include "providing.h"
#include "record/json.h"
#include "src/generate/remote/provider_requests_path.h"

using namespace animatize;
using namespace animatize::test;

namespace {

void replaceAll(std::string& text, const std::string& from, const std::string& to)
{
    for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// The bytes of the start frame in a body: base64 or as they are; [0, 0) when there is none.
std::pair<size_t, size_t> imageIn(const std::string& body)
{
    const size_t plain = body.find("\x89PNG");
    if (plain != std::string::npos)
        return {plain, body.find("IEND", plain) + 8};
    const size_t coded = body.find("iVBORw0KGgo");
    return coded == std::string::npos ? std::pair<size_t, size_t>{0, 0}
                                      : std::pair{coded, body.find('"', coded)};
}

cv::Mat imageOf(const ProviderRequest& request)
{
    const auto [begin, end] = imageIn(request.http.body);
    std::string bytes = request.http.body.substr(begin, end - begin);
    if (bytes.starts_with("iVBOR")) {
        gsize size = 0;
        g_base64_decode_inplace(bytes.data(), &size);
        bytes.resize(size);
    }
    const std::vector<uint8_t> data(bytes.begin(), bytes.end());
    return data.empty() ? cv::Mat() : cv::imdecode(data, cv::IMREAD_COLOR);
}

/// The request as text, in the form of the file.
std::string textOf(const ProviderRequest& request)
{
    const HttpRequest& http = request.http;
    std::string text = http.method + " " + http.uri + "\n";
    if (http.key)
        text += http.key->header + ": " + http.key->prefix + "$" + http.key->environment + "\n";
    for (const HttpHeader& header : http.headers)
        text += header.name + ": " + header.value + "\n";
    if (http.deadline)
        text += http.deadline->name + ": " + http.deadline->format + "\n";
    std::string body = http.body, type = http.contentType;
    const auto [begin, end] = imageIn(body);
    if (end > begin)
        body.replace(begin, end - begin, "<png>");
    const size_t at = type.find("boundary=");
    if (at != std::string::npos) {
        replaceAll(body, type.substr(at + 9), "BOUNDARY");
        replaceAll(body, "\r\n", "\n");
        type.replace(at + 9, std::string::npos, "BOUNDARY");
    }
    return text + "Content-Type: " + type + "\n\n" + body + (at == std::string::npos ? "\n" : "");
}

std::string allRequests()
{
    std::string text;
    for (const Provider& one : shipped()) {
        text += "=== " + one.name + ", a prompt\n" + textOf(resolved(one, plainJob()));
        text += "=== " + one.name + ", everything\n" + textOf(resolved(one, fullJob()));
        if (one.mostPartials() == 0)
            continue;
        text += "=== " + one.name + ", a prompt and partial pictures\n" +
                textOf(resolved(one, streamed(plainJob())));
        text += "=== " + one.name + ", everything and partial pictures\n" +
                textOf(resolved(one, streamed(fullJob())));
    }
    return text;
}

std::string headerOf(const ProviderRequest& request, const std::string& name)
{
    for (const HttpHeader& header : request.http.headers)
        if (header.name == name)
            return header.value;
    return "";
}

SizeChoice chosen(const std::string& name, int width, int height)
{
    return chooseSize(provider(name).size, {width, height});
}

void isSize(cv::Size size, int width, int height)
{
    ck_assert_msg(size == cv::Size(width, height), "%dx%d instead of %dx%d", size.width,
                  size.height, width, height);
}

}  // namespace

START_TEST(manifestsResolveToTheDocumentedRequests)
{
    const Result<std::string> file = fileText(PROVIDER_REQUESTS);
    ck_assert(static_cast<bool>(file));
    const std::string is = allRequests();
    size_t at = 0;
    while (at < is.size() && at < file->size() && is[at] == (*file)[at])
        ++at;
    ck_assert_msg(is == *file, "differs at byte %zu:\n%s\n--- instead of\n%s", at,
                  is.substr(at > 300 ? at - 300 : 0, 600).c_str(),
                  file->substr(std::min(file->size(), at > 300 ? at - 300 : 0), 600).c_str());
}
END_TEST

START_TEST(startFramesAreFittedToWhatIsAsked)
{
    for (const Provider& one : shipped()) {
        const ProviderRequest request = resolved(one, fullJob());
        const cv::Mat image = imageOf(request);
        ck_assert_msg(image.empty() != one.takesImage(), "%s", one.name.c_str());
        ck_assert_int_eq(request.conditioned, one.takesImage());
        if (!image.empty())
            ck_assert_msg(image.size() == request.size, "%s: %dx%d", one.name.c_str(), image.cols,
                          image.rows);
    }
}
END_TEST

START_TEST(theColoursOfTheStartFrameStay)
{
    const cv::Mat image = imageOf(resolved(provider("flux"), fullJob()));
    const cv::Vec3b right = image.at<cv::Vec3b>(0, image.cols - 1);  // B G R
    ck_assert_uint_gt(right[2], 245);
    ck_assert_uint_lt(right[1], 10);
}
END_TEST

START_TEST(startFramesAreCroppedInTheMiddle)
{
    const cv::Mat wide = fittedTo(frame(200, 100), {100, 100});
    isSize(wide.size(), 100, 100);
    ck_assert_int_eq(wide.at<cv::Vec3b>(0, 0)[0], 255 * 50 / 200);
    const cv::Mat tall = fittedTo(frame(100, 200), {50, 50});
    ck_assert_int_le(std::abs(tall.at<cv::Vec3b>(0, 0)[1] - 255 * 50 / 200), 2);
    isSize(fittedTo(frame(1, 200), {64, 64}).size(), 64, 64);
}
END_TEST

START_TEST(unsetSlotsAreLeftOutAndNeverNull)
{
    for (const Provider& one : shipped()) {
        const std::string body = resolved(one, plainJob()).http.body;
        ck_assert_msg(!has(body, "null"), "%s: %s", one.name.c_str(), body.c_str());
        ck_assert_msg(!has(body, "$slot"), "%s: %s", one.name.c_str(), body.c_str());
        ck_assert_msg(!has(body, "image-to-image"), "%s: %s", one.name.c_str(), body.c_str());
    }
}
END_TEST

START_TEST(whatCostsIsNotRepeatable)
{
    ck_assert(!resolved(provider("openai"), plainJob()).http.repeatable);
    ck_assert(resolved(provider("a1111"), plainJob()).http.repeatable);
}
END_TEST

START_TEST(theRecordHasAllThatDecides)
{
    const Provider flux = provider("flux");
    const auto key = [&](const Provider& one, const PictureJob& job) {
        return resolved(one, job).record;
    };
    const PictureJob job = fullJob();
    ck_assert(key(flux, job) == key(flux, job));
    std::vector<PictureJob> others(5, job);
    others[0].prompt += "s";
    others[1].seed = 43;
    others[2].startFrame = frame(190, 107);
    others[3].size = {640, 480};
    others[4].model = "flux-2-max";
    for (const PictureJob& other : others)
        ck_assert(!(key(flux, job) == key(flux, other)));
    Provider later = flux;
    later.version = 2;
    ck_assert(!(key(flux, job) == key(later, job)));
    ck_assert_uint_lt(key(flux, job).text("body")->size(), 400);
}
END_TEST

START_TEST(theNegativePromptIsInTheRecordWhereItIsSent)
{
    PictureJob job = fullJob();
    const Record one = resolved(provider("a1111"), job).record;
    job.negative = "people";
    ck_assert(!(resolved(provider("a1111"), job).record == one));
}
END_TEST

START_TEST(partialPicturesAreAskedOfWhoSendsSuch)
{
    const auto asked = [](const std::string& name, unsigned partials) {
        const ProviderRequest request = resolved(provider(name), streamed(plainJob(), partials));
        const bool said =
            has(request.http.body, "\"partial_images\":" + std::to_string(request.partials));
        ck_assert_int_eq(said, request.partials > 0);
        return request.partials;
    };
    ck_assert_uint_eq(asked("openai", 0), 0);
    ck_assert_uint_eq(asked("openai", 2), 2);
    ck_assert_uint_eq(asked("openai", 100), 3);
    ck_assert_uint_eq(asked("flux", 2), 0);
    ck_assert(resolved(provider("flux"), streamed(plainJob())).http.body ==
              resolved(provider("flux"), plainJob()).http.body);
}
END_TEST

START_TEST(partialPicturesDecideNothing)
{
    for (const PictureJob& job : {plainJob(), fullJob()})
        ck_assert(resolved(provider("openai"), streamed(job)).record ==
                  resolved(provider("openai"), job).record);
}
END_TEST

START_TEST(aRequestThatIsKnownAgainMayBeSentAgain)
{
    Provider openai = provider("openai");
    openai.idempotencyHeader = "Idempotency-Key";
    const auto key = [&](const PictureJob& job) {
        const ProviderRequest request = resolved(openai, job);
        ck_assert(request.http.repeatable);
        const std::string value = headerOf(request, "Idempotency-Key");
        ck_assert_uint_eq(value.size(), 64);
        return value;
    };
    equal(key(plainJob()), sha256(toJson(resolved(openai, plainJob()).record)));
    PictureJob other = plainJob();
    other.prompt += "s";
    ck_assert(key(plainJob()) != key(other));
    ck_assert(key(plainJob()) != key(fullJob()));
    // The picture is the same, and the request is not.
    ck_assert(key(plainJob()) != key(streamed(plainJob(), 1)));
    ck_assert(key(streamed(plainJob(), 1)) != key(streamed(plainJob(), 2)));
    for (const Provider& one : shipped())
        ck_assert(one.idempotencyHeader.empty());
}
END_TEST

START_TEST(deadlinesAreThoseOfTheJob)
{
    const DeadlineHeader replicate = *resolved(provider("replicate"), plainJob()).http.deadline;
    ck_assert_uint_eq(replicate.most, provider("replicate").poll->deadline);
    ck_assert_uint_eq(replicate.grace, 30 * kSecond);
    ck_assert(!resolved(provider("openai"), plainJob()).http.deadline);
}
END_TEST

START_TEST(promptsAreCutToTheLimit)
{
    PictureJob job = plainJob();
    while (job.prompt.size() < 40000)
        job.prompt += " lantern";
    const ProviderRequest request = resolved(provider("openai"), job);
    ck_assert(request.shortened);
    ck_assert_uint_lt(request.http.body.size(), 32500);
    ck_assert(!resolved(provider("openai"), plainJob()).shortened);
}
END_TEST

START_TEST(seedsStayInTheRangeOfTheService)
{
    PictureJob job = plainJob();
    job.seed = (uint64_t{1} << 53) - 1;
    ck_assert_uint_eq(*resolved(provider("stability"), job).seed, *job.seed % 4294967295u);
    ck_assert_uint_eq(*resolved(provider("comfyui"), job).seed, *job.seed);
    ck_assert(!resolved(provider("openai"), job).seed);
}
END_TEST

START_TEST(aJobWithoutAPromptIsAnError)
{
    PictureJob job = plainJob();
    job.prompt.clear();
    const auto request = resolveRequest(provider("openai"), job);
    ck_assert(!request);
    ck_assert(has(request.error().message, "openai"));
}
END_TEST

START_TEST(sizesAreTheNearestThatTheServiceMakes)
{
    isSize(chosen("openai", 1920, 1080).size, 1920, 1088);
    isSize(chosen("openai", 320, 180).size, 1072, 608);
    isSize(chosen("openai", 7680, 4320).size, 2560, 1440);
    isSize(chosen("flux", 640, 480).size, 640, 480);
    isSize(chosen("sdcpp", 1920, 1080).size, 1344, 768);
    const SizeChoice gemini = chosen("gemini", 1920, 1080);
    equal(gemini.ratio, "16:9");
    equal(gemini.tier, "2K");
    equal(chosen("gemini", 500, 1000).ratio, "9:16");
    equal(chosen("gemini", 640, 480).tier, "1K");
}
END_TEST

START_TEST(listedSizesAreChosenByShapeThenArea)
{
    SizeRule rule;
    rule.as = SizeRule::As::Sizes;
    rule.sizes = {{512, 512}, {1024, 1024}, {1536, 1024}, {1024, 1536}};
    isSize(chooseSize(rule, {1920, 1080}).size, 1536, 1024);
    isSize(chooseSize(rule, {900, 900}).size, 1024, 1024);
    isSize(chooseSize(rule, {400, 420}).size, 512, 512);
    isSize(chooseSize(rule, {100, 200}).size, 1024, 1536);
}
END_TEST

START_TEST(anySizeIsMadeToFit)
{
    for (const Provider& one : shipped())
        for (const cv::Size wanted : {cv::Size(1, 1), cv::Size(1, 8192), cv::Size(8192, 1),
                                      cv::Size(8192, 8192), cv::Size(0, 0), cv::Size(-5, 7)}) {
            const cv::Size size = chooseSize(one.size, wanted).size;
            ck_assert_msg(size.width > 0 && size.height > 0, "%s", one.name.c_str());
            if (one.size.as != SizeRule::As::Pixels)
                continue;
            ck_assert_int_eq(size.width % one.size.step, 0);
            ck_assert_int_eq(size.height % one.size.step, 0);
            ck_assert_int_ge(std::min(size.width, size.height), one.size.least);
            ck_assert_int_le(std::max(size.width, size.height), one.size.most);
            ck_assert_msg(size.area() <= one.size.mostPixels, "%s %dx%d", one.name.c_str(),
                          size.width, size.height);
        }
}
END_TEST

START_TEST(formsHaveABoundaryThatNoPartHas)
{
    const Form one = multipartForm({{"a", "", "", "x"}});
    const std::string boundary = one.contentType.substr(one.contentType.find('=') + 1);
    const Form two = multipartForm({{"a", "", "", "--" + boundary}});
    const std::string other = two.contentType.substr(two.contentType.find('=') + 1);
    ck_assert(!has("--" + boundary, other));
    ck_assert(one.body == multipartForm({{"a", "", "", "x"}}).body);
    ck_assert(has(multipartForm({{"a\"\r\nb", "", "", "x"}}).body, "name=\"a___b\""));
}
END_TEST

int main()
{
    return run(
        "provider-request",
        {manifestsResolveToTheDocumentedRequests, startFramesAreFittedToWhatIsAsked,
         theColoursOfTheStartFrameStay, startFramesAreCroppedInTheMiddle,
         unsetSlotsAreLeftOutAndNeverNull, whatCostsIsNotRepeatable, theRecordHasAllThatDecides,
         theNegativePromptIsInTheRecordWhereItIsSent, partialPicturesAreAskedOfWhoSendsSuch,
         partialPicturesDecideNothing, aRequestThatIsKnownAgainMayBeSentAgain,
         deadlinesAreThoseOfTheJob, promptsAreCutToTheLimit, seedsStayInTheRangeOfTheService,
         aJobWithoutAPromptIsAnError, sizesAreTheNearestThatTheServiceMakes,
         listedSizesAreChosenByShapeThenArea, anySizeIsMadeToFit, formsHaveABoundaryThatNoPartHas});
}
