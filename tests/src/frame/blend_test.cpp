// Samples of every packing are mixed, each by itself, and nothing around them.
#include "frame/blend.h"

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "support/suite.h"

namespace animatize {
namespace {

using Bytes = std::vector<uint8_t>;

constexpr double kShares[] = {0.0, 0.001, 0.25, 0.5, 0.75, 0.999, 1.0};

int mixed(int under, int over, double share)
{
    share = std::round(share * 65536) / 65536;
    return static_cast<int>(std::floor(under * (1.0 - share) + over * share + 0.5));
}

/// Ten bits in a little-endian word, `unused` bits above the lowest.
Bytes words(const std::vector<int>& samples, int unused)
{
    Bytes bytes;
    for (const int sample : samples) {
        bytes.push_back(static_cast<uint8_t>(sample << unused));
        bytes.push_back(static_cast<uint8_t>(sample << unused >> 8));
    }
    return bytes;
}

/// Three in a little-endian word of 32 bits, the first in the lowest ten.
Bytes v210(const std::vector<int>& samples)
{
    Bytes bytes;
    for (size_t i = 0; i < samples.size(); i += 3) {
        const uint32_t word = static_cast<uint32_t>(samples[i]) |
                              static_cast<uint32_t>(samples[i + 1]) << 10 |
                              static_cast<uint32_t>(samples[i + 2]) << 20;
        for (int shift = 0; shift < 32; shift += 8)
            bytes.push_back(static_cast<uint8_t>(word >> shift));
    }
    return bytes;
}

/// A stream of bits, the highest first.
Bytes uyvp(const std::vector<int>& samples)
{
    Bytes bytes(samples.size() * 10 / 8, 0);
    for (size_t bit = 0; bit < samples.size() * 10; ++bit)
        if (samples[bit / 10] >> (9 - bit % 10) & 1)
            bytes[bit / 8] = static_cast<uint8_t>(bytes[bit / 8] | 128 >> bit % 8);
    return bytes;
}

std::vector<int> samples(int most, unsigned seed)
{
    std::minstd_rand random(seed);
    std::vector<int> values = {0, most, 0, most, most, 0};
    while (values.size() < 60)
        values.push_back(static_cast<int>(random() % static_cast<unsigned>(most + 1)));
    return values;
}

template <typename Pack>
void assertMixes(Packing packing, int unused, int most, Pack pack)
{
    const std::vector<int> under = samples(most, 1), over = samples(most, 2);
    for (const double share : kShares) {
        std::vector<int> wanted;
        for (size_t i = 0; i < under.size(); ++i)
            wanted.push_back(mixed(under[i], over[i], share));
        Bytes into = pack(over);
        const Bytes below = pack(under);
        blendRow(packing, unused, below.data(), into.data(), into.size(), share);
        ck_assert_msg(into == pack(wanted), "share %g", share);
    }
}

START_TEST(bytesAreMixed)
{
    assertMixes(Packing::Bytes, 0, 255,
                [](const std::vector<int>& all) { return Bytes(all.begin(), all.end()); });
}
END_TEST

START_TEST(wordsAreMixed)
{
    assertMixes(Packing::Words16, 0, 1023, [](const auto& all) { return words(all, 0); });
    assertMixes(Packing::Words16, 6, 1023, [](const auto& all) { return words(all, 6); });
    assertMixes(Packing::Words16, 0, 65535, [](const auto& all) { return words(all, 0); });
}
END_TEST

START_TEST(packedTensAreMixed)
{
    assertMixes(Packing::V210, 0, 1023, v210);
    assertMixes(Packing::Uyvp, 0, 1023, uyvp);
}
END_TEST

START_TEST(theEndsAreTheOneOrTheOther)
{
    for (const Packing packing : {Packing::Bytes, Packing::Words16}) {
        Bytes one(64), other(64);
        std::minstd_rand random(3);
        for (size_t i = 0; i < 64; ++i)
            one[i] = static_cast<uint8_t>(random()), other[i] = static_cast<uint8_t>(random());
        for (const double share : {0.0, -1.0}) {
            Bytes into = other;
            blendRow(packing, 0, one.data(), into.data(), into.size(), share);
            ck_assert(into == one);
        }
        for (const double share : {1.0, 2.0}) {
            Bytes into = other;
            blendRow(packing, 0, one.data(), into.data(), into.size(), share);
            ck_assert(into == other);
        }
    }
}
END_TEST

// The first pixel of a pair that is cut off, as in rows of an odd width.
START_TEST(aPairMayBeCutOff)
{
    const std::vector<int> under = samples(1023, 4), over = samples(1023, 5);
    std::vector<int> wanted;
    for (size_t i = 0; i < under.size(); ++i)
        wanted.push_back(mixed(under[i], over[i], 0.25));
    Bytes into = uyvp(over), expected = uyvp(wanted);
    const Bytes below = uyvp(under);
    const size_t bytes = into.size() - 1;
    const uint8_t behind = into.back();
    blendRow(Packing::Uyvp, 0, below.data(), into.data(), bytes, 0.25);
    ck_assert_int_eq(std::memcmp(into.data(), expected.data(), bytes - 1), 0);
    ck_assert_uint_eq(into[bytes - 1] >> 2, expected[bytes - 1] >> 2);
    ck_assert_uint_eq(into.back(), behind);
}
END_TEST

START_TEST(whatIsBehindTheRowStays)
{
    const Bytes under(32, 0);
    for (const Packing packing : {Packing::Bytes, Packing::Words16, Packing::V210, Packing::Uyvp})
        for (size_t bytes = 0; bytes <= 20; ++bytes) {
            Bytes into(32, 0x3f);
            blendRow(packing, 0, under.data(), into.data(), bytes, 0.0);
            for (size_t i = bytes; i < into.size(); ++i)
                ck_assert_uint_eq(into[i], 0x3f);
        }
}
END_TEST

}  // namespace
}  // namespace animatize

int main()
{
    using namespace animatize;
    return test::run("blend",
                     {bytesAreMixed, wordsAreMixed, packedTensAreMixed, theEndsAreTheOneOrTheOther,
                      aPairMayBeCutOff, whatIsBehindTheRowStays});
}
