// What a person may write for an address, and what is refused with a sentence.
#include "metrics/endpoint_address.h"

#include "support/suite.h"

using namespace animatize;

START_TEST(addressesAreRead)
{
    const std::pair<const char*, const char*> kGood[] = {{"127.0.0.1:9464", "127.0.0.1:9464"},
                                                         {"0.0.0.0:80", "0.0.0.0:80"},
                                                         {"localhost:9000", "127.0.0.1:9000"},
                                                         {"[::1]:9464", "[::1]:9464"},
                                                         {"9464", "127.0.0.1:9464"},
                                                         {"127.0.0.1:0", "127.0.0.1:0"},
                                                         {"127.0.0.1:65535", "127.0.0.1:65535"}};
    for (const auto& [text, read] : kGood) {
        const auto address = endpointAddress(text);
        ck_assert_msg(static_cast<bool>(address), "%s", text);
        ck_assert_msg(address->text() == read, "%s", text);
    }
}
END_TEST

START_TEST(whatIsNoneIsRefusedWithASentence)
{
    for (const char* text :
         {"", ":", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
          "127.0.0.1:94x", "127.0.0.1:9464,0.0.0.0:80", "127.0.0.1:443s", "::1:9464", "[::1]",
          "[127.0.0.1]:80", "example.org:80", "256.0.0.1:80", "127.0.0.1: 80", "[]:80"}) {
        const auto address = endpointAddress(text);
        ck_assert_msg(!address, "%s was taken", text);
        ck_assert(address.error().message.find("127.0.0.1:9464") != std::string::npos);
    }
}
END_TEST

int main()
{
    return animatize::test::run("endpoint_address",
                                {addressesAreRead, whatIsNoneIsRefusedWithASentence});
}
