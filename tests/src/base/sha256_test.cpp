#include "base/sha256.h"

#include <set>

#include "support/suite.h"

using namespace animatize;

namespace {

void equal(const std::string& is, const char* wanted)
{
    ck_assert_str_eq(is.c_str(), wanted);
}

}  // namespace

// NIST's examples for FIPS 180-4; the last by coreutils.
START_TEST(theKnownValues)
{
    equal(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    equal(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    equal(sha256(std::string(1'000'000, 'a')),
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    equal(sha256(std::string("a\0b", 3)),
          "59b271ae1bbcb1d31d41929817f4b16fb439eb4f31520b5ad1d5ce98920a7138");
}
END_TEST

START_TEST(piecesAreTheWhole)
{
    equal(Sha256().add("a").add("").add("bc").hex(), sha256("abc").c_str());
    const Sha256::Digest digest = Sha256().add("abc").digest();
    ck_assert_uint_eq(digest.front(), 0xba);
    ck_assert_uint_eq(digest.back(), 0xad);
    const std::string number("\x02\x01\0\0\0\0\0\x80", 8);
    equal(Sha256().addNumber(0x8000000000000102).hex(), sha256(number).c_str());
    equal(Sha256().addField("ab").hex(), sha256(std::string("\x02\0\0\0\0\0\0\0ab", 10)).c_str());
}
END_TEST

START_TEST(fieldsDoNotRunTogether)
{
    const std::set<std::string> sums = {
        Sha256().addField("ab").addField("c").hex(), Sha256().addField("a").addField("bc").hex(),
        Sha256().addField("abc").hex(), Sha256().addField("abc").addField("").hex(),
        Sha256().addField("").addField("abc").hex()};
    ck_assert_uint_eq(sums.size(), 5);
}
END_TEST

int main()
{
    return animatize::test::run("sha256",
                                {theKnownValues, piecesAreTheWhole, fieldsDoNotRunTogether});
}
