// One picture from one service: what is never asked twice, what is never asked at all, what is no
// picture, and what is paid for already.
#include "generate/delivery/picture_delivery.h"

#include <atomic>
#include <thread>

#include "desk.h"
#include "src/base/gate.h"

using namespace animatize;
using namespace animatize::test;

START_TEST(aPictureIsMadeOnceAndThenKnown)
{
    Desk desk("openai");
    desk.makes(goodPicture());
    const DeliveredPicture first = isDelivered(desk.deliver(wanted()));
    ck_assert(cv::norm(first.image, goodPicture(), cv::NORM_INF) == 0.0);
    ck_assert(!first.cached && first.conditioned);
    ck_assert_uint_eq(first.attempts, 1);
    equal(first.model, "gpt-image-2");
    equal(first.digitalSourceType, "compositeWithTrainedAlgorithmicMedia");
    ck_assert_double_ge(first.quality, kMinQuality);

    const DeliveredPicture again = isDelivered(desk.deliver(wanted()));
    ck_assert(again.cached);
    ck_assert_uint_eq(again.attempts, 0);
    ck_assert(cv::norm(again.image, first.image, cv::NORM_INF) == 0.0);
    equal(again.model, first.model);
    equal(again.digitalSourceType, first.digitalSourceType);
    ck_assert(again.conditioned);
    ck_assert_double_eq(again.quality, first.quality);
    ck_assert_uint_eq(desk.submit->requests(), 1);
}
END_TEST

START_TEST(whateverDecidesWhatComesBackIsPartOfTheKey)
{
    Desk desk("a1111");  // takes all there is
    desk.submit->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{
            200, {}, "{\"images\":[\"" + base64Of(pngOfPicture(goodPicture())) + "\"]}"});
    });
    std::vector<PictureJob> jobs(6, wanted());
    jobs[1].negative = "text";
    jobs[2].seed = 43;
    jobs[3].size = {256, 256};
    jobs[4].prompt = "a blue lantern";
    jobs[5].strength = 0.3;
    for (size_t i = 0; i < jobs.size(); ++i) {
        isDelivered(desk.deliver(jobs[i]));
        ck_assert_uint_eq(desk.submit->requests(), i + 1);
    }
    for (const PictureJob& job : jobs)
        ck_assert(isDelivered(desk.deliver(job)).cached);
    ck_assert_uint_eq(desk.submit->requests(), jobs.size());
}
END_TEST

START_TEST(aStartFrameThatLooksTheSameIsNotSentAgain)
{
    Desk desk("flux");
    desk.submit->always(HttpFault::Invalid, 400);
    desk.made.poll.reset();
    desk.made.pictures = {{PictureAt::As::Base64, "/data/0/b64_json", ""}};
    desk.begin();
    desk.makes(goodPicture());
    desk.order.minQuality = 0.0;  // it is the same picture whatever is asked for
    desk.order.anySeed = true;
    isDelivered(desk.deliver(wanted(1)));
    PictureJob later = wanted(2);
    later.startFrame = withNoise(startFrame(), 2.0, 7);
    ck_assert(isDelivered(desk.deliver(later)).cached);
    ck_assert_uint_eq(desk.submit->requests(), 1);

    PictureJob otherWords = later, otherScene = later;
    otherWords.prompt = "pan left";
    otherScene.startFrame = crispScene(77);
    isDelivered(desk.deliver(otherWords));
    isDelivered(desk.deliver(otherScene));
    ck_assert_uint_eq(desk.submit->requests(), 3);

    desk.order.anySeed = false;  // somebody wants exactly this seed
    isDelivered(desk.deliver(later));
    ck_assert_uint_eq(desk.submit->requests(), 4);
}
END_TEST

START_TEST(aPictureThatIsTooBadIsAFaultOfTheService)
{
    Desk desk("openai");
    const cv::Mat black(108, 192, CV_8UC3, cv::Scalar::all(0));
    desk.makes(black);
    isRefused(desk.deliver(wanted()), HttpFault::Broken, "not good enough");
    desk.makes(goodPicture());  // the black one was not kept
    ck_assert(!isDelivered(desk.deliver(wanted())).cached);

    desk.order.minQuality = 0.0;  // whoever wants everything gets it
    desk.makes(black);
    PictureJob night = wanted();
    night.prompt = "night";
    ck_assert_double_lt(isDelivered(desk.deliver(night)).quality, kMinQuality);
}
END_TEST

START_TEST(aServiceThatMakesNoPicturesIsLeftAloneForAWhile)
{
    Desk desk("openai");
    desk.makes(cv::Mat(108, 192, CV_8UC3, cv::Scalar::all(0)));
    for (int i = 0; i < 3; ++i)
        isRefused(desk.deliver(wanted(i)), HttpFault::Broken, "not good enough");
    isRefused(desk.deliver(wanted(9)), HttpFault::Refused, "no usable pictures");
    ck_assert_uint_eq(desk.submit->requests(), 3);
    desk.makes(goodPicture());
    desk.clock.advance(12 * kSecond);
    isDelivered(desk.deliver(wanted(9)));
}
END_TEST

START_TEST(bytesThatAreNoPictureAreAFault)
{
    const std::string whole = pngOfPicture(goodPicture());
    for (const std::string& bytes : {whole.substr(0, whole.size() / 2), whole.substr(0, 40)}) {
        Desk desk("openai");
        desk.submit->next(b64Answer(bytes));
        isRefused(desk.deliver(wanted()), HttpFault::Broken, "openai");
        ck_assert(!desk.deliver(wanted()));  // nothing of it was kept
    }
}
END_TEST

START_TEST(aRefusalIsRememberedForAnHour)
{
    Desk desk("openai");
    desk.submit->always(HttpFault::Moderated, 400);
    isRefused(desk.deliver(wanted()), HttpFault::Moderated, "");
    isRefused(desk.deliver(wanted()), HttpFault::Moderated, "refused before");
    ck_assert_uint_eq(desk.submit->requests(), 1);
    PictureJob other = wanted();
    other.prompt = "something else";
    isRefused(desk.deliver(other), HttpFault::Moderated, "");
    ck_assert_uint_eq(desk.submit->requests(), 2);
}
END_TEST

START_TEST(whatIsGoneIsNotAskedAndSaidByName)
{
    Desk desk("openai", "dall-e-3");
    const DeliveryError error = isRefused(desk.deliver(wanted()), HttpFault::Missing, "dall-e-3");
    ck_assert(has(error.message, "gpt-image-2"));
    ck_assert_uint_eq(desk.submit->requests(), 0);
    desk.date = "2026-05-11";  // the day before
    desk.makes(goodPicture());
    isDelivered(desk.deliver(wanted()));
    desk.date = "2026-05-12";
    ck_assert(isDelivered(desk.deliver(wanted())).cached);  // what is there can still be used
}
END_TEST

START_TEST(nothingIsSentWithoutMoney)
{
    Desk desk("openai");
    desk.makes(goodPicture());
    desk.spending->limit({0, 0.12});
    isDelivered(desk.deliver(wanted(1)));
    PictureJob second = wanted(), third = wanted();
    second.prompt = "two";
    third.prompt = "three";
    isDelivered(desk.deliver(second));
    const DeliveryError error =
        isRefused(desk.deliver(third), HttpFault::Refused, "max-cost-per-hour");
    ck_assert(error.retryAfter.has_value());
    ck_assert_uint_eq(desk.submit->requests(), 2);
    ck_assert(isDelivered(desk.deliver(second)).cached);  // what is known costs nothing
    desk.clock.advance(*error.retryAfter);
    isDelivered(desk.deliver(third));
}
END_TEST

START_TEST(whatFailedForSureCostsNothing)
{
    Desk desk("openai");
    desk.submit->always(HttpFault::Invalid, 400);
    (void)desk.deliver(wanted());
    ck_assert_double_eq(desk.spending->totals().cost, 0.0);
    // Nobody knows whether this one was carried out.
    HttpError lost = FakeClient::error(HttpFault::Broken);
    lost.attempts = 1;
    desk.submit->compute(
        [lost](const HttpRequest&, const Patience&) { return FakeClient::Answer(lost); });
    (void)desk.deliver(wanted());
    ck_assert_double_eq(desk.spending->totals().cost, 0.05);
}
END_TEST

START_TEST(aDryRunTellsWhatItWouldSendAndSendsNothing)
{
    Desk desk("openai");
    desk.order.dryRun = true;
    const PictureDelivery::Answer answer = desk.deliver(wanted());
    ck_assert(!answer && answer.error().dryRun);
    ck_assert_uint_eq(desk.submit->requests(), 0);
    ck_assert_uint_eq(desk.events.size(), 1);
    const GenerationEvent& event = desk.events[0];
    ck_assert(event.state == GenerationEvent::State::DryRun);
    equal(event.backend, "openai");
    ck_assert(has(event.request, "a \\\"red\\\" lantern") || has(event.request, "lantern"));
    ck_assert(has(event.request, "sha256:") && !has(event.request, "s3cret"));
    ck_assert_double_eq(*event.cost, 0.05);
    ck_assert_double_eq(desk.spending->totals().cost, 0.0);
}
END_TEST

START_TEST(twoWhoWantTheSameAtOnceShareOneRequest)
{
    Desk desk("openai");
    Gate gate;
    const std::string body = b64Answer(pngOfPicture(goodPicture()));
    desk.submit->compute([&](const HttpRequest&, const Patience&) {
        gate.pass();
        return FakeClient::Answer(HttpResponse{200, {}, body});
    });
    DeliveryOrder order;
    order.deadline = desk.clock.now() + 90 * kSecond;
    std::atomic<int> good{0};
    const auto want = [&] { good += static_cast<bool>(desk.delivery->deliver(wanted(3), order)); };
    std::thread one(want);
    gate.awaitArrivals(1);
    std::thread other(want);
    gate.open();
    one.join();
    other.join();
    ck_assert_int_eq(good, 2);
    ck_assert_uint_eq(desk.submit->requests(), 1);
    ck_assert_double_eq(desk.spending->totals().cost, 0.05);
}
END_TEST

START_TEST(retriesAreTold)
{
    Desk desk("openai");
    const std::string body = b64Answer(pngOfPicture(goodPicture()));
    desk.submit->compute([&](const HttpRequest& request, const Patience&) {
        request.retrying(FakeClient::error(HttpFault::Server, 503), 2, 7 * kMillisecond);
        return FakeClient::Answer(HttpResponse{200, {}, body, 2});
    });
    ck_assert_uint_eq(isDelivered(desk.deliver(wanted())).attempts, 2);
    ck_assert_uint_eq(desk.events.size(), 1);
    ck_assert(desk.events[0].state == GenerationEvent::State::Retrying);
    ck_assert_uint_eq(*desk.events[0].attempt, 2);
    ck_assert_uint_eq(*desk.events[0].retryAfter, 7 * kMillisecond);
    equal(desk.events[0].reason, "server");
}
END_TEST

namespace {

/// flux: accepts jobs; what the poll says is the test's.
void acceptsJobs(Desk& desk)
{
    desk.submit->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(
            HttpResponse{200, {}, "{\"polling_url\":\"https://api.bfl.ai/v1/get_result?id=7\"}"});
    });
    desk.poll->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{200, {}, "{\"status\":\"Pending\"}"});
    });
}

void becomesReady(Desk& desk)
{
    desk.poll->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{
            200,
            {},
            "{\"status\":\"Ready\",\"result\":{\"sample\":\"https://delivery.example/x.png\"}}"});
    });
    desk.fetch->compute([](const HttpRequest&, const Patience&) {
        return FakeClient::Answer(HttpResponse{200, {}, pngOfPicture(goodPicture())});
    });
}

size_t jobsIn(const Desk& desk)
{
    return desk.cache->jobs().size();
}

}  // namespace

START_TEST(whatWasPaidIsCollectedLaterAndNotPaidAgain)
{
    Desk desk("flux");
    acceptsJobs(desk);
    isRefused(desk.deliver(wanted()), HttpFault::TimedOut, "isn't ready in time");
    ck_assert_uint_eq(desk.submit->requests(), 1);
    ck_assert_uint_eq(jobsIn(desk), 1);
    ck_assert_double_eq(desk.spending->totals().cost, 0.03);
    becomesReady(desk);
    desk.begin();  // after a restart
    isDelivered(desk.deliver(wanted()));
    ck_assert_uint_eq(desk.submit->requests(), 1);
    ck_assert_uint_eq(jobsIn(desk), 0);
    ck_assert_double_eq(desk.spending->totals().cost, 0.03);
}
END_TEST

START_TEST(aJobThatIsLostIsMadeAnew)
{
    Desk desk("flux");
    acceptsJobs(desk);
    isRefused(desk.deliver(wanted()), HttpFault::TimedOut, "");
    desk.poll->next("{\"status\":\"Task not found\"}");
    const PictureDelivery::Answer answer = desk.deliver(wanted());
    ck_assert(!answer);
    ck_assert_uint_eq(desk.submit->requests(), 2);  // lost, so it was asked again
}
END_TEST

START_TEST(paidJobsCanBeCollectedIntoTheCache)
{
    Desk desk("flux");
    acceptsJobs(desk);
    isRefused(desk.deliver(wanted()), HttpFault::TimedOut, "");
    const auto [key, json] = desk.cache->jobs().at(0);
    const auto job = readPaidJob(json, "test");
    const Patience patience{desk.clock.now() + 10 * kSecond, {}};
    ck_assert(!desk.delivery->collect(key, *job, patience));
    ck_assert_uint_eq(jobsIn(desk), 1);  // still runs
    becomesReady(desk);
    ck_assert(desk.delivery->collect(key, *job, {desk.clock.now() + 10 * kSecond, {}}));
    ck_assert_uint_eq(jobsIn(desk), 0);
    ck_assert(isDelivered(desk.deliver(wanted())).cached);
    ck_assert_uint_eq(desk.submit->requests(), 1);
}
END_TEST

// It may be another process's, or this run may only lack the key.
START_TEST(whoCollectsDestroysNothing)
{
    Desk desk("replicate");
    const std::string base = "https://api.replicate.com/v1/predictions/7";
    PaidJob job;
    job.provider = "replicate";
    job.pollUri = base;
    job.cancelUri = base + "/cancel";
    desk.cache->keepJob("k", toJson(toRecord(job)), 3600 * kSecond);
    std::vector<std::string> asked;
    std::stop_source stop;
    desk.poll->compute([&](const HttpRequest& request, const Patience&) {
        asked.push_back(request.uri);
        stop.request_stop();
        return FakeClient::Answer(HttpResponse{200, {}, "{\"status\":\"starting\"}"});
    });
    const uint64_t later = desk.clock.now() + 60 * kSecond;
    ck_assert(!desk.delivery->collect("k", job, {later, stop.get_token()}));
    ck_assert_uint_eq(asked.size(), 1);
    equal(asked[0], base);
    for (const HttpFault fault :
         {HttpFault::Setting, HttpFault::Forbidden, HttpFault::Unreachable}) {
        desk.poll->always(fault, fault == HttpFault::Forbidden ? 401 : 0);
        ck_assert(!desk.delivery->collect("k", job, {desk.clock.now() + 60 * kSecond, {}}));
        ck_assert_uint_eq(jobsIn(desk), 1);
    }
    desk.poll->always(HttpFault::Invalid, 404);  // the service knows nothing of it
    ck_assert(!desk.delivery->collect("k", job, {desk.clock.now() + 60 * kSecond, {}}));
    ck_assert_uint_eq(jobsIn(desk), 0);
}
END_TEST

START_TEST(whatIsNoLongerWantedIsCancelledOrElseKept)
{
    for (const bool cancels : {true, false}) {
        Desk desk("replicate");
        if (!cancels)
            desk.made.cancel.reset();
        desk.begin();
        const std::string base = "https://api.replicate.com/v1/predictions/7";
        const std::string body = "{\"status\":\"starting\",\"urls\":{\"get\":\"" + base +
                                 "\",\"cancel\":\"" + base + "/cancel\"}}";
        std::stop_source stop;
        std::vector<std::string> polled;
        desk.order.stop = stop.get_token();
        desk.submit->next(body);
        desk.poll->compute([&](const HttpRequest& request, const Patience&) {
            polled.push_back(request.method + " " + request.uri);
            stop.request_stop();
            return FakeClient::Answer(HttpResponse{200, {}, body});
        });
        isRefused(desk.deliver(wanted()), HttpFault::Cancelled, "no longer wanted");
        equal(polled.back(), cancels ? "POST " + base + "/cancel" : "GET " + base);
        ck_assert_uint_eq(jobsIn(desk), cancels ? 0 : 1);
    }
}
END_TEST

int main()
{
    return animatize::test::run(
        "picture-delivery",
        {aPictureIsMadeOnceAndThenKnown, whateverDecidesWhatComesBackIsPartOfTheKey,
         aStartFrameThatLooksTheSameIsNotSentAgain, aPictureThatIsTooBadIsAFaultOfTheService,
         aServiceThatMakesNoPicturesIsLeftAloneForAWhile, bytesThatAreNoPictureAreAFault,
         aRefusalIsRememberedForAnHour, whatIsGoneIsNotAskedAndSaidByName,
         nothingIsSentWithoutMoney, whatFailedForSureCostsNothing,
         aDryRunTellsWhatItWouldSendAndSendsNothing, twoWhoWantTheSameAtOnceShareOneRequest,
         retriesAreTold, whatWasPaidIsCollectedLaterAndNotPaidAgain, aJobThatIsLostIsMadeAnew,
         paidJobsCanBeCollectedIntoTheCache, whoCollectsDestroysNothing,
         whatIsNoLongerWantedIsCancelledOrElseKept});
}
