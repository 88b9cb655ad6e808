// What may stand between the brackets of GST_TRACERS="animatize(...)".
#include "gst/tracer/tracer_settings.h"

#include "support/gst_suite.h"

using namespace animatize;
using namespace animatize::test;

namespace {

TracerSettings read(const char* text)
{
    const auto settings = tracerSettings(text);
    ck_assert_msg(static_cast<bool>(settings), "%s: %s", text,
                  settings ? "" : settings.error().message.c_str());
    return *settings;
}

}  // namespace

GST_START_TEST(withoutParametersThereAreSpansOnly)
{
    for (const char* text : {"", " ", ",", " , "}) {
        const TracerSettings settings = read(text);
        ck_assert(!settings.metrics);
        ck_assert(settings.spans);
    }
}
GST_END_TEST

GST_START_TEST(metricsHaveAPlaceOfTheirOwn)
{
    ASSERT_TEXT(*read("metrics").metrics, "127.0.0.1:9464");
    ASSERT_TEXT(*read("metrics=0.0.0.0:9000").metrics, "0.0.0.0:9000");
    ASSERT_TEXT(*read(" metrics = \"[::1]:9464\" ").metrics, "[::1]:9464");
    ASSERT_TEXT(*read("metrics=").metrics, "");  // which the endpoint refuses
    ck_assert(read("metrics").spans);
}
GST_END_TEST

GST_START_TEST(spansCanBeLeftOut)
{
    ck_assert(!read("spans=false").spans);
    ck_assert(!read("metrics,spans=false").spans);
    ASSERT_TEXT(*read("spans=false, metrics").metrics, "127.0.0.1:9464");
    ck_assert(read("spans").spans);
    ck_assert(read("spans='true'").spans);
}
GST_END_TEST

GST_START_TEST(whatIsNotKnownIsNamed)
{
    const std::pair<const char*, const char*> kBad[] = {{"metric", "'metric'"},
                                                        {"metrics=9464,port=3", "'port'"},
                                                        {"spans=maybe", "'maybe'"},
                                                        {"spans=", "''"},
                                                        {"=3", "''"},
                                                        {"metrics,metrics=9464", "twice"}};
    for (const auto& [text, named] : kBad) {
        const auto settings = tracerSettings(text);
        ck_assert_msg(!settings, "%s was taken", text);
        ck_assert_msg(settings.error().message.find(named) != std::string::npos, "%s: %s", text,
                      settings.error().message.c_str());
    }
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "tracer_settings",
                  {CASE(withoutParametersThereAreSpansOnly), CASE(metricsHaveAPlaceOfTheirOwn),
                   CASE(spansCanBeLeftOut), CASE(whatIsNotKnownIsNamed)});
}
