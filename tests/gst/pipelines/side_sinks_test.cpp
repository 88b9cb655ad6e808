// The side pads into what people put behind them, without any queue: files, a Matroska file whose
// subtitles are the prompts, an overlay, a mixer. Each comes to its end, and what arrives is what
// was said.
#include <json-glib/json-glib.h>

#include "support/folder.h"
#include "support/frames.h"
#include "support/gst_suite.h"
#include "support/pipeline.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kFrames = 125;

std::string source(int frames = kFrames)
{
    return "videotestsrc pattern=ball num-buffers=" + std::to_string(frames) +
           " ! video/x-raw,width=160,height=120,framerate=25/1 ! ";
}

const std::string kPrompts =
    "animatizemotion ! animatizeanalyze detect-objects=false ! "
    "animatizeprompt name=p interval=1000000000 ";
const std::string kKeyframes =
    "animatizeanalyze detect-objects=false ! animatizegen name=g frames=5 wait=true ";

const std::string kWholeFilm = "queue max-size-buffers=0 max-size-time=0 max-size-bytes=0";

std::vector<std::string> promptTexts(Pipeline& pipeline)
{
    std::vector<std::string> texts;
    for (const GstStructure* message : pipeline.messages("animatize-prompt"))
        texts.push_back(textOf(message, "text"));
    ck_assert_uint_ge(texts.size(), 3);
    return texts;
}

std::string jsonField(const std::string& line, const char* field)
{
    JsonParser* parser = json_parser_new();
    ck_assert_msg(json_parser_load_from_data(parser, line.c_str(), -1, nullptr), "no JSON: %s",
                  line.c_str());
    const std::string text =
        json_object_get_string_member(json_node_get_object(json_parser_get_root(parser)), field);
    g_object_unref(parser);
    return text;
}

}  // namespace

GST_START_TEST(promptsIntoAFileAreLinesOfJson)
{
    const Folder folder;
    Pipeline pipeline(source() + kPrompts +
                      "! fakesink p.prompt ! filesink location=" + folder.path("prompts.jsonl"));
    pipeline.run();
    const auto texts = promptTexts(pipeline);
    const auto lines = folder.lines("prompts.jsonl");
    ck_assert_uint_eq(lines.size(), texts.size());
    for (size_t i = 0; i < lines.size(); ++i)
        ASSERT_TEXT(jsonField(lines[i], "text"), texts[i]);
}
GST_END_TEST

GST_START_TEST(promptsIntoManyFilesAreTexts)
{
    const Folder folder;
    Pipeline pipeline(source() + kPrompts +
                      "! fakesink p.prompt ! text/x-raw,format=utf8 ! "
                      "multifilesink next-file=buffer location=" +
                      folder.path("%05d.txt"));
    pipeline.run();
    const auto texts = promptTexts(pipeline);
    ck_assert_uint_eq(folder.files().size(), texts.size());
    for (size_t i = 0; i < texts.size(); ++i)
        ASSERT_TEXT(folder.text(folder.files()[i]), texts[i]);
}
GST_END_TEST

// Read back by the demuxer: the same texts at the same times, to the millisecond that Matroska
// keeps.
GST_START_TEST(promptsAreSubtitlesInMatroska)
{
    const Folder folder;
    const std::string file = folder.path("film.mkv");
    Pipeline writer(source() + kPrompts + "! jpegenc ! matroskamux name=m ! filesink location=" +
                    file + " p.prompt ! m.");
    writer.run();
    const auto texts = promptTexts(writer);
    const auto messages = writer.messages("animatize-prompt");

    Pipeline reader("filesrc location=" + file +
                    " ! matroskademux name=d "
                    "d.video_0 ! queue max-size-buffers=0 max-size-time=0 max-size-bytes=0 ! "
                    "appsink name=video sync=false "
                    "d.subtitle_0 ! queue ! appsink name=text sync=false");
    reader.play();
    GstClockTime covered = 0;
    for (size_t i = 0; i < texts.size(); ++i) {
        const BufferRef buffer = reader.pull("text");
        ck_assert_msg(buffer != nullptr, "%zu prompts, %zu subtitles", texts.size(), i);
        const auto bytes = bytesOf(buffer.get());  // as Pango's markup
        const std::string text(bytes.begin(), bytes.end());
        const CharRef escaped(g_markup_escape_text(texts[i].c_str(), -1));
        ck_assert_msg(text == texts[i] || text == escaped.get(), "%s became %s", texts[i].c_str(),
                      text.c_str());
        const guint64 wanted = std::max<guint64>(uint64Of(messages[i], "start"), covered);
        ck_assert_uint_eq(GST_BUFFER_PTS(buffer.get()) / GST_MSECOND, wanted / GST_MSECOND);
        ck_assert_uint_eq(GST_BUFFER_DURATION(buffer.get()), GST_SECOND);
        covered = wanted + GST_SECOND;
    }
    int frames = 0;
    while (reader.pull("video"))
        ++frames;
    ck_assert_int_eq(frames, kFrames);
}
GST_END_TEST

namespace {

// The last frame of a pipeline that may have prompts on it.
std::vector<guint8> lastPicture(const std::string& behind, int& frames)
{
    Pipeline pipeline(source() + kPrompts +
                      "! textoverlay name=o valignment=top ! "
                      "appsink name=out sync=false max-buffers=1 " +
                      behind);
    pipeline.play();
    std::vector<guint8> last;
    for (frames = 0; BufferRef buffer = pipeline.pull("out"); ++frames)
        last = bytesOf(buffer.get());
    return last;
}

}  // namespace

GST_START_TEST(promptsAreSeenInAnOverlay)
{
    int with = 0, without = 0;
    const auto shown = lastPicture("p.prompt ! o.text_sink", with);
    const auto bare = lastPicture("", without);
    ck_assert_int_eq(with, kFrames);
    ck_assert_int_eq(without, kFrames);
    ck_assert_msg(shown != bare, "there is no text in the picture");
}
GST_END_TEST

// Encoders keep the GAPs to themselves until they have a picture: what is behind one can't preroll
// by them.
GST_START_TEST(keyframesIntoPictures)
{
    const Folder folder;
    Pipeline pipeline(source() + kKeyframes +
                      "! fakesink g.keyframe ! pngenc ! multifilesink async=false location=" +
                      folder.path("%05d.png"));
    pipeline.run();
    const size_t messages = pipeline.messages("animatize-keyframe").size();
    ck_assert_uint_eq(messages, 5);
    ck_assert_uint_eq(folder.files().size(), messages);
    for (const std::string& name : folder.files())
        ASSERT_TEXT(folder.text(name).substr(1, 3), "PNG");
}
GST_END_TEST

// What `location` writes and what the pad shows are the same pictures.
GST_START_TEST(thePadShowsWhatTheFilesHold)
{
    const Folder folder;
    Pipeline pipeline(source() + kKeyframes + "location=" + folder.path("key-%05d.png") +
                      " ! fakesink g.keyframe ! appsink name=out sync=false");
    pipeline.play();
    std::vector<std::vector<guint8>> shown;
    while (BufferRef buffer = pipeline.pull("out"))
        shown.push_back(bytesOf(buffer.get()));
    Pipeline reader(
        "multifilesrc location=" + folder.path("key-%05d.png") +
        " caps=image/png,framerate=25/1 stop-index=4 ! pngdec ! video/x-raw,format=RGB ! "
        "appsink name=out sync=false");
    reader.play();
    for (const auto& picture : shown)
        ck_assert(bytesOf(reader.pull("out").get()) == picture);
    ck_assert_uint_eq(shown.size(), 5);
}
GST_END_TEST

// The muxer waits for a picture on each video track, whatever GAPs say: the film has to wait in a
// queue.
GST_START_TEST(keyframesAreASecondTrackInMatroska)
{
    const Folder folder;
    const std::string file = folder.path("film.mkv");
    Pipeline writer(source() + kKeyframes + "! jpegenc ! " + kWholeFilm +
                    " ! matroskamux name=m ! filesink location=" + file + " g.keyframe ! m.");
    writer.run();
    Pipeline reader("filesrc location=" + file +
                    " ! matroskademux name=d "
                    "d.video_0 ! queue max-size-buffers=0 max-size-time=0 max-size-bytes=0 ! "
                    "appsink name=video sync=false "
                    "d.video_1 ! queue ! appsink name=keys sync=false");
    reader.play();
    int frames = 0, keys = 0;
    while (reader.pull("video"))
        ++frames;
    while (reader.pull("keys"))
        ++keys;
    ck_assert_int_eq(frames, kFrames);
    ck_assert_int_eq(keys, 5);
}
GST_END_TEST

GST_START_TEST(keyframesIntoAFileAreRawPictures)
{
    const Folder folder;
    Pipeline pipeline(source() + kKeyframes +
                      "! fakesink g.keyframe ! filesink location=" + folder.path("keys.rgb"));
    pipeline.run();
    ck_assert_uint_eq(folder.text("keys.rgb").size(), 5 * 160 * 120 * 3);
}
GST_END_TEST

GST_START_TEST(keyframesBesideTheVideoInAMixer)
{
    Pipeline pipeline(
        source(75) + kKeyframes +
        "! compositor name=c sink_1::xpos=160 ! "
        "video/x-raw,width=320,height=120 ! appsink name=out sync=false g.keyframe ! c.sink_1");
    pipeline.play();
    int frames = 0;
    while (pipeline.pull("out"))
        ++frames;
    ck_assert_int_ge(frames, 75);
}
GST_END_TEST

// All at once, as an application does that shows, stores and logs.
GST_START_TEST(everythingAtOnce)
{
    const Folder folder;
    Pipeline pipeline(
        source() + kPrompts +
        "! animatizegen name=g frames=2 wait=true ! jpegenc ! "
        "matroskamux name=m ! filesink location=" +
        folder.path("film.mkv") +
        " p.prompt ! tee name=t  t. ! queue ! m.  t. ! queue ! filesink location=" +
        folder.path("prompts.txt") +
        " g.keyframe ! pngenc ! multifilesink async=false location=" + folder.path("%05d.png"));
    pipeline.run();
    ck_assert_uint_eq(folder.files().size(), 4);
    std::string all;
    for (const std::string& text : promptTexts(pipeline))
        all += text;
    ASSERT_TEXT(folder.text("prompts.txt"), all);
}
GST_END_TEST

// Nothing fits: it is said, once, and the video goes on.
GST_START_TEST(whatNobodyTakesIsSaid)
{
    Pipeline pipeline(source(50) + kPrompts +
                      "! fakesink name=video p.prompt ! fakesink name=side async=false");
    GstPad* pad = gst_element_get_static_pad(pipeline.element("side"), "sink");
    gst_pad_add_probe(
        pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM,
        [](GstPad*, GstPadProbeInfo* info, gpointer) {
            GstQuery* query = GST_PAD_PROBE_INFO_QUERY(info);
            if (GST_QUERY_TYPE(query) != GST_QUERY_CAPS)
                return GST_PAD_PROBE_OK;
            const CapsRef other(gst_caps_new_empty_simple("audio/x-raw"));
            gst_query_set_caps_result(query, other.get());
            return GST_PAD_PROBE_HANDLED;
        },
        nullptr, nullptr);
    pipeline.run();
    gst_object_unref(pad);
    ck_assert_uint_eq(pipeline.warnings().size(), 1);
    ck_assert(pipeline.warnings()[0].find("prompt") != std::string::npos);
}
GST_END_TEST

int main(int argc, char** argv)
{
    return runGst(argc, argv, "side-sinks",
                  {CASE(promptsIntoAFileAreLinesOfJson), CASE(promptsIntoManyFilesAreTexts),
                   CASE(promptsAreSubtitlesInMatroska), CASE(promptsAreSeenInAnOverlay),
                   CASE(keyframesIntoPictures), CASE(thePadShowsWhatTheFilesHold),
                   CASE(keyframesAreASecondTrackInMatroska), CASE(keyframesIntoAFileAreRawPictures),
                   CASE(keyframesBesideTheVideoInAMixer), CASE(everythingAtOnce),
                   CASE(whatNobodyTakesIsSaid)});
}
