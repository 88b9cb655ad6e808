// What is in the folder: who may see it, what damage does, and what killed processes leave.
#include <fstream>
#include <map>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

#include "caching.h"
#include "generate/cache/blob_folder.h"
#include "generate/cache/file_lock.h"
#include "sql.h"
#include "support/process.h"

using namespace animatize;
using namespace animatize::test;
namespace fs = std::filesystem;

namespace {

void write(const std::string& path, const std::string& bytes)
{
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Everything below the folder, with its rights.
std::map<std::string, mode_t> rights(const std::string& folder)
{
    std::map<std::string, mode_t> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        struct stat status = {};
        ck_assert_int_eq(lstat(entry.path().c_str(), &status), 0);
        found[entry.path().string().substr(folder.size() + 1)] = status.st_mode;
    }
    return found;
}

size_t filesLike(const std::string& folder, const std::string& ending)
{
    size_t count = 0;
    for (const auto& [name, mode] : rights(folder))
        count += name.ends_with(ending) ? 1 : 0;
    return count;
}

}  // namespace

START_TEST(nobodyElseMaySeeAnything)
{
    Caching caching;
    umask(0);
    const auto cache = caching.open();
    put(*cache, 1);
    cache->refuse(keyOf(2), "no");
    struct stat status = {};
    ck_assert_int_eq(stat(caching.settings.location.c_str(), &status), 0);
    ck_assert_uint_eq(status.st_mode & 07777, 0700);
    const auto found = rights(caching.settings.location);
    ck_assert_uint_eq(found.size(), 6);  // database, its two companions, lock, folder, picture
    for (const auto& [name, mode] : found)
        ck_assert_msg((mode & 07777) == (S_ISDIR(mode) ? 0700u : 0600u), "%s has %o", name.c_str(),
                      mode & 07777);
}
END_TEST

START_TEST(aPictureIsAFileUnderTheHashOfItsBytes)
{
    Caching caching;
    const CachedPicture picture = pictureOf(1);
    caching.open()->insert(keyOf(1), picture);
    const std::string digest = sha256(picture.bytes);
    ck_assert(caching.folder.text("cache/" + digest.substr(0, 2) + "/" + digest + ".bin") ==
              picture.bytes);
}
END_TEST

START_TEST(aDamagedPictureIsDroppedAndFetchedAgain)
{
    const CachedPicture picture = pictureOf(1);
    std::string flipped = picture.bytes;
    flipped[500] ^= 1;
    const std::vector<std::function<void(const std::string&)>> damages = {
        [](const std::string& path) { fs::remove(path); },
        [](const std::string& path) { fs::resize_file(path, 0); },
        [](const std::string& path) { fs::resize_file(path, 999); },
        [](const std::string& path) { fs::resize_file(path, 1001); },
        [&](const std::string& path) { write(path, flipped); },
        [](const std::string& path) { write(path, pictureOf(2).bytes); },
        [](const std::string& path) { fs::remove_all(fs::path(path).parent_path()); },
        [](const std::string& path) {
            fs::remove(path);
            ck_assert_int_eq(mkfifo(path.c_str(), 0600), 0);
        },
    };
    for (const auto& damage : damages) {
        Caching caching;
        const auto cache = caching.open();
        put(*cache, 1);
        put(*cache, 3);
        damage(caching.blobPath(picture));
        ck_assert(!cache->find(keyOf(1)));
        ck_assert_uint_eq(statOf(*cache, "corrupt"), 1);
        ck_assert_uint_eq(statOf(*cache, "entries"), 1);
        ck_assert(!fs::exists(caching.blobPath(picture)));
        ck_assert(!cache->find(keyOf(1)));
        ck_assert_uint_eq(statOf(*cache, "corrupt"), 1);
        put(*cache, 1);
        ck_assert(holds(*cache, 1));
        ck_assert(holds(*cache, 3));
        quiet(*cache);
    }
}
END_TEST

// The third time that it asks the clock is between its look at the index and that at the file:
// others act then.
START_TEST(whatOthersReplaceMeanwhileIsNotDamaged)
{
    for (const bool tooOld : {false, true}) {
        Caching caching;
        caching.settings.ttl = 100 * kSecond;
        const auto other = caching.open();
        std::function<void()> meanwhile;
        int asked = 0;
        const auto cache = *PictureCache::open(caching.settings, [&] {
            if (meanwhile && ++asked == 3)
                std::exchange(meanwhile, nullptr)();
            return caching.now.load();
        });
        put(*other, 1);
        const CachedPicture later = pictureOf(1, 1000, 2);
        caching.now += tooOld ? 101 * kSecond : 0;
        meanwhile = [&] { other->insert(keyOf(1), later); };
        ck_assert(!cache->find(keyOf(1)));
        ck_assert(holds(*cache, 1, later));
        meanwhile = [&] { other->limit({.location = "", .maxBytes = 0}); };
        asked = 0;
        ck_assert(!cache->find(keyOf(1)));
        ck_assert_uint_eq(statOf(*cache, "corrupt"), 0);
        ck_assert_uint_eq(statOf(*cache, "expirations"), 0);
        quiet(*cache);
    }
}
END_TEST

START_TEST(aDamagedFileIsMendedByTheNextPictureLikeIt)
{
    Caching caching;
    const auto cache = caching.open();
    put(*cache, 1);
    write(caching.blobPath(pictureOf(1)), std::string(1000, 'x'));
    cache->insert(keyOf(2), pictureOf(1));
    ck_assert(holds(*cache, 1));
    ck_assert(holds(*cache, 2, pictureOf(1)));
}
END_TEST

START_TEST(whatIsInTheIndexIsCheckedToo)
{
    for (const char* change :
         {"UPDATE entry SET metadata = CAST('{\"number\":2}' AS BLOB)",
          "UPDATE entry SET type = CAST('image/jpeg' AS BLOB)", "UPDATE entry SET size = 999",
          "UPDATE entry SET size = -1", "UPDATE entry SET seal = CAST('' AS BLOB)",
          "UPDATE entry SET blob = CAST('../../../../etc/passwd' AS BLOB)"}) {
        Caching caching;
        const auto cache = caching.open();
        put(*cache, 1);
        Sql(caching.path("pictures.db")).run(change);
        ck_assert_msg(!cache->find(keyOf(1)), "%s", change);
        ck_assert_uint_eq(statOf(*cache, "corrupt"), 1);
        ck_assert_uint_eq(statOf(*cache, "entries"), 0);
        put(*cache, 1);
        ck_assert(holds(*cache, 1));
        quiet(*cache);
    }
}
END_TEST

START_TEST(wrongSumsOfTheIndexAreAddedUpAnew)
{
    Caching caching;
    put(*caching.open(), 1);
    Sql(caching.path("pictures.db")).run("UPDATE total SET bytes = 1000000000, entries = -7");
    const auto cache = caching.open();
    ck_assert(holds(*cache, 1));
    ck_assert_uint_eq(statOf(*cache, "bytes"), costOf(pictureOf(1)));
    ck_assert_uint_eq(statOf(*cache, "entries"), 1);
    Sql(caching.path("pictures.db")).run("UPDATE total SET bytes = 1000000000");
    put(*cache, 2);  // while it is open it costs what is there, but no more
    put(*cache, 3);
    ck_assert(holds(*cache, 3));
}
END_TEST

// A link where a picture should be is somebody's doing; it is neither followed nor removed.
START_TEST(whatCanNotBeReadIsAMissAndASentence)
{
    Caching caching;
    const auto cache = caching.open();
    put(*cache, 1);
    const std::string path = caching.blobPath(pictureOf(1));
    fs::rename(path, caching.path("moved"));
    fs::create_symlink(caching.path("moved"), path);
    ck_assert(!cache->find(keyOf(1)));
    ck_assert(!cache->find(keyOf(1)));
    ck_assert_uint_eq(cache->takeProblems().size(), 1);
    ck_assert_uint_eq(statOf(*cache, "corrupt"), 0);
    put(*cache, 1);
    ck_assert(holds(*cache, 1));
    ck_assert(!fs::is_symlink(path));
}
END_TEST

START_TEST(whatKilledProcessesLeaveIsSwept)
{
    Caching caching;
    put(*caching.open(), 1);
    const std::string digest = sha256("nobody's"), foreign = caching.path("ab/notes.txt");
    write(caching.path(digest.substr(0, 2) + "/" + digest + ".bin"), "nobody's");
    write(caching.path(digest.substr(0, 2) + "/." + digest + ".123-456.part"), "half of");
    write(foreign, "not ours");
    write(caching.path("ab/ab.bin"), "nor this");
    write(caching.path("zz/" + digest + ".bin"), "nor this");
    const auto cache = caching.open();
    ck_assert_uint_eq(statOf(*cache, "swept"), 2);
    ck_assert_uint_eq(filesLike(caching.settings.location, ".part"), 0);
    ck_assert_uint_eq(filesLike(caching.settings.location, ".bin"), 3);
    ck_assert(fs::exists(foreign));
    ck_assert(holds(*cache, 1));
    quiet(*cache);
}
END_TEST

START_TEST(whatIsBeingWrittenIsNotSwept)
{
    Caching caching;
    caching.open();
    const std::string bytes = "in work", digest = sha256(bytes);
    const BlobFolder blobs(caching.settings.location);
    {
        auto draft = blobs.draft(digest, bytes);
        ck_assert(static_cast<bool>(draft));
        ck_assert_uint_eq(statOf(*caching.open(), "swept"), 0);
        ck_assert_uint_eq(filesLike(caching.settings.location, ".part"), 1);
        ck_assert(static_cast<bool>(draft->place()));
        ck_assert(static_cast<bool>(draft->place()));
        ck_assert(*blobs.read(digest, bytes.size()) == bytes);
    }
    ck_assert(blobs.has(digest));
    {
        auto draft = blobs.draft(digest, bytes);
        ck_assert(static_cast<bool>(draft->place()));
        draft->takeBack();  // it was there before
    }
    ck_assert(blobs.has(digest));
    blobs.remove(digest);
    {
        auto draft = blobs.draft(digest, bytes);
        ck_assert(static_cast<bool>(draft->place()));
        draft->takeBack();
        ck_assert(!blobs.has(digest));
    }
    ck_assert_uint_eq(filesLike(caching.settings.location, ".part"), 0);
}
END_TEST

// Between the making of a draft and its lock a sweep may take it for a forgotten one.
START_TEST(noSweepTakesADraftFromUnderItsWriter)
{
    Caching caching;
    caching.open();
    const BlobFolder blobs(caching.settings.location);
    const std::string digest = sha256("again");
    const unsigned folder = static_cast<unsigned>(std::stoul(digest.substr(0, 2), nullptr, 16));
    Process sweeper([&] {
        for (;;)
            for (const std::string& draft : blobs.list(folder, 100).drafts)
                BlobFolder::removeDraft(draft);
    });
    const SteadyClock clock;
    const uint64_t end = clock.now() + 3 * kSecond / 2;
    int lost = 0;
    while (clock.now() < end) {
        auto draft = blobs.draft(digest, "again");
        lost += draft && draft->place() ? 0 : 1;
    }
    sweeper.kill();
    ck_assert_int_eq(lost, 0);
}
END_TEST

START_TEST(sweepingIsBounded)
{
    Caching caching;
    put(*caching.open(), 1);
    constexpr int kLeft = 5000;
    for (int number = 0; number < kLeft; ++number) {
        const std::string digest = sha256("left " + std::to_string(number));
        write(caching.path(digest.substr(0, 2) + "/" + digest + ".bin"), "");
    }
    uint64_t first = statOf(*caching.open(), "swept");
    ck_assert_uint_le(first, 4096);
    ck_assert_uint_ge(first, 3500);
    for (int again = 0; again < 2; ++again)
        first += statOf(*caching.open(), "swept");
    ck_assert_uint_eq(first, kLeft);
    ck_assert(holds(*caching.open(), 1));
}
END_TEST

START_TEST(theNextSweepGoesOnWhereTheLastOneStopped)
{
    Caching caching;
    caching.open();
    std::string rows = "BEGIN;";
    for (int number = 0; number < 4400; ++number) {
        const std::string digest = sha256("kept " + std::to_string(number));
        write(caching.path(digest.substr(0, 2) + "/" + digest + ".bin"), "");
        const std::string blob = "CAST('" + digest + "' AS BLOB)";
        rows += "INSERT INTO entry VALUES (" + blob + "," + blob + ",0,0,'','',''," +
                std::to_string(caching.now) + ",0);";
    }
    Sql(caching.path("pictures.db")).run((rows + "COMMIT").c_str());
    const std::string orphan = "ff" + std::string(62, '0');
    write(caching.path("ff/" + orphan + ".bin"), "");
    ck_assert_uint_eq(statOf(*caching.open(), "swept"), 0);
    ck_assert_uint_eq(statOf(*caching.open(), "swept"), 1);
    ck_assert_uint_eq(statOf(*caching.open(), "swept"), 0);
    ck_assert_uint_eq(statOf(*caching.open(), "entries"), 4400);
}
END_TEST

START_TEST(blobsHaveNoOtherNames)
{
    Caching caching;
    fs::create_directory(caching.settings.location);
    const BlobFolder blobs(caching.settings.location);
    const std::string outside = "../" + std::string(61, 'a');
    ck_assert(!blobs.draft(outside, "x"));
    ck_assert(blobs.read(outside, 1).error().kind == FileFault::Kind::Damaged);
    ck_assert(!blobs.has(outside));
    ck_assert(blobs.read(sha256("x"), 1).error().kind == FileFault::Kind::Missing);
    write(caching.path(sha256("x").substr(0, 2)), "a file where the folder should be");
    ck_assert(blobs.draft(sha256("x"), "x").error().kind == FileFault::Kind::Trouble);
}
END_TEST

START_TEST(aLockFileIsForOneAtATime)
{
    Caching caching;
    const std::string path = caching.folder.path("lock");
    FileLock one(path), other(path);
    {
        const FileLock::Held held = one.take(0);
        ck_assert(static_cast<bool>(held));
        const SteadyClock clock;
        const uint64_t begin = clock.now();
        const FileLock::Held refused = other.take(50 * kMillisecond);
        ck_assert(!refused);
        ck_assert_int_eq(refused.error(), EWOULDBLOCK);
        ck_assert_uint_ge(clock.now() - begin, 50 * kMillisecond);
    }
    bool taken = false;
    std::thread later;
    {
        const FileLock::Held held = other.take(0);
        later = std::thread([&] { taken = static_cast<bool>(one.take(20 * kSecond)); });
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    later.join();
    ck_assert(taken);
    FileLock nowhere("/dev/null/lock");
    ck_assert_int_eq(nowhere.take(0).error(), ENOTDIR);
}
END_TEST

int main()
{
    useMemoryFolder();
    return animatize::test::run(
        "picture-cache-files",
        {nobodyElseMaySeeAnything, aPictureIsAFileUnderTheHashOfItsBytes,
         aDamagedPictureIsDroppedAndFetchedAgain, whatOthersReplaceMeanwhileIsNotDamaged,
         aDamagedFileIsMendedByTheNextPictureLikeIt, whatIsInTheIndexIsCheckedToo,
         wrongSumsOfTheIndexAreAddedUpAnew, whatCanNotBeReadIsAMissAndASentence,
         whatKilledProcessesLeaveIsSwept, whatIsBeingWrittenIsNotSwept,
         noSweepTakesADraftFromUnderItsWriter, sweepingIsBounded,
         theNextSweepGoesOnWhereTheLastOneStopped, blobsHaveNoOtherNames,
         aLockFileIsForOneAtATime});
}
