// A build without libsoup says so when a client is asked for.
#include "net/make_client.h"
#include "net/soup_client.h"
#include "support/suite.h"

using namespace animatize;

START_TEST(aClientIsAnErrorThatSaysWhatIsMissing)
{
    const SteadyClock clock;
    for (const auto& client : {makeSoupClient(clock), sharedSoupClient(),
                               makeClient({.uri = "http://h"}, std::make_shared<HttpMeter>())}) {
        ck_assert(!client);
        ck_assert(client.error().message.find("libsoup-3.0-dev") != std::string::npos);
    }
}
END_TEST

int main()
{
    return animatize::test::run("soup-absent", {aClientIsAnErrorThatSaysWhatIsMissing});
}
