// The header that tells a service how long it is waited for.
#include "net/deadline_client.h"

#include "net/make_client.h"
#include "support/fake_client.h"
#include "support/fake_clock.h"
#include "support/suite.h"

using namespace animatize;
using animatize::test::FakeClient;
using animatize::test::FakeClock;

namespace {

void says(const DeadlineHeader& header, uint64_t left, const std::string& wanted)
{
    const std::string is = deadlineText(header, left);
    ck_assert_msg(is == wanted, "%s instead of %s", is.c_str(), wanted.c_str());
}

std::string headerOf(const HttpRequest& request, const std::string& name)
{
    for (const HttpHeader& header : request.headers)
        if (header.name == name)
            return header.value;
    return "none";
}

}  // namespace

START_TEST(whatIsLeftIsSaidInTheFormOfTheService)
{
    says({"H"}, 15 * kSecond, "15");
    says({"H", "{seconds}s"}, 15 * kSecond, "15s");
    says({"H", "wait={milliseconds}"}, 15 * kSecond, "wait=15000");
    says({"H"}, 15 * kSecond + 999 * kMillisecond, "15");  // never more than is waited for
    says({"H", "always"}, kSecond, "always");
}
END_TEST

START_TEST(whatIsSaidHasBounds)
{
    DeadlineHeader header{"H"};
    says(header, 0, "1");
    says(header, UINT64_MAX, "86400");
    header.least = 5 * kSecond;
    says(header, 3 * kSecond, "5");
    header.most = 120 * kSecond;
    says(header, 300 * kSecond, "120");
    header.grace = 30 * kSecond;
    says(header, 90 * kSecond, "120");
    says(header, 300 * kSecond, "150");
}
END_TEST

START_TEST(eachAttemptSaysWhatIsLeftOfTheWholeCall)
{
    FakeClock clock;
    auto service = std::make_shared<FakeClient>();
    EndpointRegistry endpoints;
    std::vector<std::string> said;
    service->compute([&](const HttpRequest& request, const Patience& patience) {
        said.push_back(headerOf(request, "Cancel-After"));
        ck_assert_uint_le(patience.deadline, clock.now() + 10 * kSecond);  // of the attempt
        clock.advance(patience.deadline - clock.now());
        return FakeClient::Answer(FakeClient::error(HttpFault::TimedOut));
    });
    const auto client = makeClient({.uri = "http://h", .attemptTimeout = 10 * kSecond}, nullptr,
                                   {service, clock, clock.sleep(), endpoints});
    HttpRequest request;
    request.deadline = DeadlineHeader{"Cancel-After", "{seconds}s"};
    ck_assert(!client->send(request, {clock.now() + 60 * kSecond, {}}));
    ck_assert_uint_eq(said.size(), 3);
    ck_assert_str_eq(said[0].c_str(), "60s");
    ck_assert(said[1] == "50s" || said[1] == "49s");
    ck_assert_int_lt(std::stoi(said[2]), std::stoi(said[1]) - 9);
}
END_TEST

START_TEST(whoAsksForNothingIsToldNothing)
{
    FakeClock clock;
    auto service = std::make_shared<FakeClient>();
    service->compute([&](const HttpRequest& request, const Patience&) {
        ck_assert_uint_eq(request.headers.size(), 1);
        return FakeClient::Answer(HttpResponse{200, {}, "{}"});
    });
    DeadlineClient client(service, clock);
    HttpRequest request;
    request.headers = {{"Accept", "*/*"}};
    ck_assert(static_cast<bool>(client.send(request, {clock.now() + kSecond, {}})));
}
END_TEST

START_TEST(aPastDeadlineIsNoNegativeNumber)
{
    FakeClock clock;
    auto service = std::make_shared<FakeClient>();
    std::string said;
    service->compute([&](const HttpRequest& request, const Patience&) {
        said = headerOf(request, "H");
        return FakeClient::Answer(HttpResponse{200, {}, "{}"});
    });
    DeadlineClient client(service, clock);
    HttpRequest request;
    request.deadline = DeadlineHeader{"H"};
    ck_assert(static_cast<bool>(client.send(request, {})));
    ck_assert_str_eq(said.c_str(), "1");
}
END_TEST

int main()
{
    return animatize::test::run(
        "deadline-client", {whatIsLeftIsSaidInTheFormOfTheService, whatIsSaidHasBounds,
                            eachAttemptSaysWhatIsLeftOfTheWholeCall, whoAsksForNothingIsToldNothing,
                            aPastDeadlineIsNoNegativeNumber});
}
