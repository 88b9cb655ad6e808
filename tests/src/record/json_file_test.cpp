#include "record/json_file.h"

#include <atomic>
#include <filesystem>
#include <sstream>
#include <thread>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "base/resource.h"
#include "support/suite.h"

using namespace animatize;

namespace {

// A name for one test's file, removed when the test is over.
class ScratchFile {
  public:
    ScratchFile()
        : path_(std::filesystem::temp_directory_path() /
                ("animatize-json-file-test-" + std::to_string(getpid())))
    {}
    ~ScratchFile() { std::filesystem::remove(path_); }
    std::string path() const { return path_.string(); }
    std::string text() const { return *fileText(path()); }

  private:
    std::filesystem::path path_;
};

void nobodyComplains(const Error& error)
{
    ck_abort_msg("%s", error.message.c_str());
}

std::unique_ptr<JsonFile> opened(const std::string& path)
{
    auto file = JsonFile::open(path, nobodyComplains);
    ck_assert(static_cast<bool>(file));
    return std::move(*file);
}

}  // namespace

START_TEST(linesAreInTheFileAfterAFlush)
{
    const ScratchFile scratch;
    const auto file = opened(scratch.path());
    file->write("{\"a\":1}", true);
    file->write("{\"a\":2}", false);
    file->flush();
    ck_assert(scratch.text() == "{\"a\":1}\n{\"a\":2}\n");
    file->flush();  // nothing to wait for
    ck_assert_uint_eq(file->lost(), 0);
}
END_TEST

START_TEST(linesAreInTheFileAfterClosing)
{
    const ScratchFile scratch;
    constexpr int kLines = 20000;
    {
        const auto file = opened(scratch.path());
        for (int i = 0; i < kLines; ++i)
            file->write(std::to_string(i), true);
    }
    std::istringstream text(scratch.text());
    std::string line;
    int count = 0;
    while (std::getline(text, line))
        if (line != std::to_string(count++))
            ck_abort_msg("line %d is %s", count, line.c_str());
    ck_assert_int_eq(count, kLines);
}
END_TEST

START_TEST(anOldFileIsEmptied)
{
    const ScratchFile scratch;
    opened(scratch.path())->write("old, and longer", true);
    opened(scratch.path())->write("new", true);
    ck_assert(scratch.text() == "new\n");
}
END_TEST

START_TEST(aFileThatCantBeMadeIsAnError)
{
    const auto file = JsonFile::open("/nowhere/records.jsonl", nobodyComplains);
    ck_assert(!file);
    ck_assert_str_eq(file.error().message.c_str(),
                     "cannot write /nowhere/records.jsonl: No such file or directory");
}
END_TEST

START_TEST(aFullDiskIsToldOnce)
{
    std::atomic<int> told{0};
    std::string sentence;
    auto opened = JsonFile::open("/dev/full", [&](const Error& error) {
        ++told;
        sentence = error.message;
    });
    ck_assert(static_cast<bool>(opened));
    JsonFile& file = **opened;
    for (int i = 0; i < 100; ++i)
        file.write("line", i % 2 == 0);
    file.flush();
    file.write("lost", true);
    ck_assert_uint_ge(file.lost(), 1);
    opened->reset();
    ck_assert_int_eq(told, 1);
    ck_assert_str_eq(sentence.c_str(), "cannot write /dev/full: No space left on device");
}
END_TEST

START_TEST(aSlowDiskCostsLinesOrTime)
{
    // A pipe that nobody empties yet is the slowest disk.
    const ScratchFile scratch;
    ck_assert_int_eq(mkfifo(scratch.path().c_str(), 0600), 0);
    size_t read = 0;
    std::atomic<bool> go{false};
    std::thread reader([&] {
        std::FILE* pipe = std::fopen(scratch.path().c_str(), "rbe");
        while (!go)
            std::this_thread::yield();
        std::vector<char> buffer(1 << 16);
        while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
            read += count;
        std::fclose(pipe);
    });
    const std::string line((1 << 20) - 1, 'x');
    size_t written = 0;
    {
        const auto file = opened(scratch.path());
        constexpr int kLines = 40;
        for (int i = 0; i < kLines; ++i)
            file->write(line, false);  // returns at once
        const uint64_t lost = file->lost();
        ck_assert_uint_ge(lost, 1);
        ck_assert_uint_lt(lost, kLines);
        go = true;
        for (int i = 0; i < kLines; ++i)
            file->write(line, true);
        ck_assert_uint_eq(file->lost(), lost);  // who may wait loses nothing
        written = (2 * kLines - lost) * (line.size() + 1);
    }
    reader.join();
    ck_assert_uint_eq(read, written);
}
END_TEST

START_TEST(aLineLargerThanTheQueueIsWritten)
{
    const ScratchFile scratch;
    const std::string line(9 * 1024 * 1024, 'y');
    const auto file = opened(scratch.path());
    file->write("before", true);
    file->write(line, true);
    file->write("behind", true);
    file->flush();
    ck_assert_uint_eq(scratch.text().size(), line.size() + 1 + 14);
}
END_TEST

START_TEST(manyThreadsMayWrite)
{
    const ScratchFile scratch;
    {
        const auto file = opened(scratch.path());
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int k = 0; k < 2000; ++k)
                    file->write("0123456789", true);
                file->flush();
            });
        for (std::thread& thread : threads)
            thread.join();
    }
    std::istringstream text(scratch.text());
    std::string line;
    int count = 0;
    for (; std::getline(text, line); ++count)
        if (line != "0123456789")
            ck_abort_msg("a torn line: %s", line.c_str());
    ck_assert_int_eq(count, 8000);
}
END_TEST

int main()
{
    return animatize::test::run(
        "json-file",
        {linesAreInTheFileAfterAFlush, linesAreInTheFileAfterClosing, anOldFileIsEmptied,
         aFileThatCantBeMadeIsAnError, aFullDiskIsToldOnce, aSlowDiskCostsLinesOrTime,
         aLineLargerThanTheQueueIsWritten, manyThreadsMayWrite});
}
