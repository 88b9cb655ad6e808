// Everything that can happen to the folder and the index: nothing of it is more than a sentence.
#include <fstream>

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "caching.h"
#include "generate/cache/open_file.h"
#include "sql.h"
#include "support/process.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr uint64_t kPause = 10 * kSecond;

bool has(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

void says(PictureCache& cache, const std::string& part)
{
    const auto problems = cache.takeProblems();
    ck_assert_msg(problems.size() == 1, "%zu problems", problems.size());
    ck_assert_msg(has(problems.front(), part), "%s", problems.front().c_str());
}

void refuses(Caching& caching, const std::string& part)
{
    const auto cache = caching.tryOpen();
    ck_assert(!cache);
    ck_assert_msg(has(cache.error().message, part), "%s", cache.error().message.c_str());
    ck_assert(has(cache.error().message, caching.settings.location));
}

/// Noise over a part of a file, the same each time.
void spoil(const std::string& path, std::streamoff from, size_t count)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(from);
    uint32_t noise = 12345;
    for (size_t i = 0; i < count; ++i)
        file.put(static_cast<char>((noise = noise * 1664525 + 1013904223) >> 24));
    ck_assert(file.good());
}

/// In a process that may do no more than an ordinary user, and with these rights to the folder.
void asOrdinaryUser(Caching& caching, const std::function<void()>& work)
{
    constexpr uid_t kNobody = 65534;
    Process process([&] {
        if (geteuid() == 0) {
            const std::string top = caching.folder.path("");
            require(chown(top.c_str(), kNobody, kNobody) == 0, "the folder is given away");
            require(setgroups(0, nullptr) == 0 && setgid(kNobody) == 0 && setuid(kNobody) == 0,
                    "no rights are left");
        }
        work();
    });
    ck_assert(process.wait());
}

}  // namespace

START_TEST(aFolderThatCanNotBeMadeIsAnError)
{
    Caching caching;
    caching.settings.location = "/dev/null/cache";
    refuses(caching, "Not a directory");
    caching.settings.location = caching.folder.path("file");
    std::ofstream(caching.settings.location) << "a file";
    refuses(caching, "can't be used");
    ck_assert(caching.folder.text("file") == "a file");
    caching.settings.location = caching.folder.path("a/b/c");  // this one can be
    quiet(*caching.open());
}
END_TEST

START_TEST(aFolderThatCanNotBeWrittenIsAnError)
{
    Caching caching;
    asOrdinaryUser(caching, [&] {
        mkdir(caching.settings.location.c_str(), 0500);
        const auto cache = caching.tryOpen();
        require(!cache, "there is no cache where nothing can be written");
        require(has(cache.error().message, "Permission denied"), cache.error().message.c_str());
    });
}
END_TEST

START_TEST(aDatabaseOfAnotherProgramIsLeftAlone)
{
    for (const char* sql : {"CREATE TABLE photo (name); INSERT INTO photo VALUES ('aunt')",
                            "PRAGMA application_id = 7", "PRAGMA user_version = 1"}) {
        Caching caching;
        std::filesystem::create_directory(caching.settings.location);
        Sql(caching.path("pictures.db")).run(sql);
        const std::string before = caching.folder.text("cache/pictures.db");
        refuses(caching, "another program");
        ck_assert(caching.folder.text("cache/pictures.db") == before);
    }
}
END_TEST

START_TEST(aCacheOfAnotherVersionBeginsAnew)
{
    Caching caching;
    put(*caching.open(), 1);
    Sql(caching.path("pictures.db")).run("DROP TABLE note; PRAGMA user_version = 77");
    const auto cache = caching.open();
    ck_assert(!holds(*cache, 1));
    ck_assert(!std::filesystem::exists(caching.blobPath(pictureOf(1))));
    put(*cache, 2);
    cache->refuse(keyOf(3), "no");
    ck_assert(holds(*cache, 2));
    quiet(*cache);
    ck_assert(holds(*caching.open(), 2));
}
END_TEST

START_TEST(aDamagedIndexIsMadeAnewOnce)
{
    struct Damage {
        const char* name;
        std::function<void(const std::string& path)> make;
    };
    const std::vector<Damage> damages = {
        {"header", [](const std::string& path) { spoil(path, 0, 100); }},
        {"all of it", [](const std::string& path) { spoil(path, 0, 60'000); }},
        {"all tables", [](const std::string& path) { spoil(path, 4096, 56'000); }},
        {"cut off", [](const std::string& path) { std::filesystem::resize_file(path, 5000); }},
        {"a stump", [](const std::string& path) { std::filesystem::resize_file(path, 50); }},
        {"text", [](const std::string& path) { std::ofstream(path) << "Once upon a time\n"; }},
    };
    for (const Damage& damage : damages) {
        Caching caching;
        auto before = caching.open();
        for (int number = 0; number < 20; ++number)
            put(*before, number);
        before.reset();
        damage.make(caching.path("pictures.db"));
        const auto cache = caching.open();
        for (int number = 0; number < 20; ++number)
            ck_assert_msg(!holds(*cache, number), "%s", damage.name);
        put(*cache, 100);
        ck_assert_msg(holds(*cache, 100), "%s", damage.name);
        says(*cache, "was damaged and has been made anew");
        const auto other = caching.open();
        ck_assert_msg(holds(*other, 100), "%s", damage.name);
        quiet(*other);
    }
}
END_TEST

START_TEST(damageIsNoticedWhileInUseToo)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open(), other = caching.open();
    put(*cache, 1);
    Sql(caching.path("pictures.db")).run("DROP TABLE entry");
    put(*cache, 2);
    says(*cache, "was damaged and has been made anew");
    ck_assert(holds(*cache, 1) && holds(*cache, 2));  // in memory anyway
    ck_assert(holds(*other, 2));
    quiet(*other);
    Sql(caching.path("pictures.db")).run("DROP TABLE entry");
    ck_assert(!holds(*cache, 3));
    says(*cache, "damaged again");
    put(*cache, 4);
    ck_assert(holds(*cache, 4));
    ck_assert(!holds(*caching.open(), 4));
}
END_TEST

START_TEST(anIndexThatWasRemovedIsMadeAnew)
{
    for (const char* what : {"", "pictures.db"}) {
        Caching caching;
        const auto cache = caching.open(), other = caching.open();
        put(*cache, 1);
        std::filesystem::remove_all(caching.path(what));
        if (*what)
            std::filesystem::remove(caching.path("pictures.db-wal"));
        ck_assert(!holds(*cache, 1));
        says(*cache, "was removed while in use");
        put(*cache, 2);
        ck_assert(holds(*cache, 2));
        ck_assert(holds(*other, 2));
        cache->takeProblems();
        ck_assert(holds(*caching.open(), 2));
    }
}
END_TEST

START_TEST(afterTheFolderWasClearedBothProcessesKeepWhatTheyPut)
{
    Caching caching;
    auto old = caching.open();
    put(*old, 1);
    std::filesystem::remove_all(caching.settings.location);
    const auto cache = caching.open();
    put(*cache, 2);
    old.reset();  // it closes a database that is gone: the new one's files have its names
    put(*cache, 3);
    ck_assert(holds(*cache, 2) && holds(*cache, 3));
    const auto later = caching.open();
    ck_assert(holds(*later, 2) && holds(*later, 3));
    quiet(*later);
}
END_TEST

START_TEST(aFolderThatIsGoneForGoodIsNoMoreThanASentence)
{
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    put(*cache, 1);
    std::filesystem::remove_all(caching.settings.location);
    std::ofstream(caching.settings.location) << "in the way";
    for (int number = 2; number < 10; ++number)
        put(*cache, number);
    cache->refuse(keyOf(20), "no");
    cache->keepJob(keyOf(21), "{}", 0);
    ck_assert(!holds(*cache, 30));
    for (int number = 1; number < 10; ++number)
        ck_assert(holds(*cache, number));
    ck_assert(cache->refusal(keyOf(20)) == "no");
    ck_assert(cache->job(keyOf(21)) == "{}");
    says(*cache, "can't be used");
    std::filesystem::remove(caching.settings.location);
    put(*cache, 10);  // not yet
    ck_assert(!std::filesystem::exists(caching.settings.location));
    caching.now += kPause;
    put(*cache, 11);
    cache->keepJob(keyOf(21), "{\"later\":1}", 0);
    ck_assert(cache->job(keyOf(21)) == "{\"later\":1}");
    quiet(*cache);
    const auto other = caching.open();
    ck_assert(holds(*other, 11));
    ck_assert(other->job(keyOf(21)) == "{\"later\":1}");
    cache->dropJob(keyOf(21));
    ck_assert(!cache->job(keyOf(21)));
}
END_TEST

START_TEST(aFolderThatBecomesReadOnlyIsStillRead)
{
    Caching caching;
    asOrdinaryUser(caching, [&] {
        const auto cache = caching.open();
        put(*cache, 1);
        const std::string digest = sha256(pictureOf(2).bytes);
        require(chmod(caching.settings.location.c_str(), 0500) == 0, "rights are taken");
        put(*cache, 2);
        put(*cache, 3);
        const std::string problems = problemsOf(*cache);
        require(has(problems, "Permission denied"), problems.c_str());
        require(std::count(problems.begin(), problems.end(), '\n') == 1, problems.c_str());
        require(holds(*cache, 1), "what is there is found");
        require(!holds(*cache, 2), "what couldn't be written isn't");
        require(chmod(caching.settings.location.c_str(), 0700) == 0, "rights are given back");
        caching.now += kPause;
        put(*cache, 2);
        require(holds(*cache, 2), "and then it is written again");
        require(cache->takeProblems().empty(), "nothing else");
    });
}
END_TEST

START_TEST(aLockedIndexIsWaitedForOnceAndThenLeftAlone)
{
    const SteadyClock clock;
    Caching caching;
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    put(*cache, 1);
    Sql other(caching.path("pictures.db"));
    other.run("BEGIN IMMEDIATE");
    const uint64_t begin = clock.now();
    put(*cache, 2);
    const uint64_t waited = clock.now() - begin;
    ck_assert_uint_ge(waited, 19 * kSecond / 10);
    ck_assert_uint_lt(waited, 20 * kSecond);
    for (int number = 3; number < 10; ++number)
        put(*cache, number);
    cache->keepJob(keyOf(1), "{}", 0);
    ck_assert_uint_lt(clock.now() - begin - waited, 8 * kSecond);  // and not eight times that
    says(*cache, "locked by another program");
    ck_assert(holds(*cache, 9));
    ck_assert(cache->job(keyOf(1)).has_value());
    cache->limit({.location = "", .maxBytes = 1 << 20, .memoryBytes = 0});
    ck_assert(holds(*cache, 1));  // reading isn't locked
    ck_assert(!holds(*cache, 2));
    other.run("COMMIT");
    caching.now += kPause;
    put(*cache, 2);
    ck_assert(holds(*cache, 2));
    quiet(*cache);
}
END_TEST

START_TEST(whoHoldsTheLockFileForLongIsLeftAloneToo)
{
    Caching caching;
    put(*caching.open(), 1);
    const OpenFile lock(open(caching.path("lock").c_str(), O_RDWR | O_CLOEXEC));
    ck_assert_int_eq(flock(lock.get(), LOCK_EX), 0);
    const auto cache = caching.open();  // that it is locked now is no reason to do without
    says(*cache, "locked by another program");
    ck_assert(!holds(*cache, 1));
    ck_assert_int_eq(flock(lock.get(), LOCK_UN), 0);
    caching.now += kPause;
    ck_assert(holds(*cache, 1));
    quiet(*cache);
}
END_TEST

namespace {

/// What has to hold when there is no room for a picture of `large` bytes and there is for small
/// ones.
void goesOnWithoutRoom(Caching& caching, size_t large)
{
    caching.settings.memoryBytes = 1 << 20;
    const auto cache = caching.open();
    put(*cache, 1);
    for (int number = 10; number < 15; ++number) {
        cache->insert(keyOf(number), pictureOf(number, large));
        caching.now += kPause;
    }
    const std::string problems = problemsOf(*cache);
    require(has(problems, "there is no room on the disk"), problems.c_str());
    require(std::count(problems.begin(), problems.end(), '\n') == 1, problems.c_str());
    require(holds(*cache, 14, pictureOf(14, large)), "memory goes on");
    put(*cache, 2);
    caching.settings.memoryBytes = 0;
    const auto later = caching.open();
    require(holds(*later, 1) && holds(*later, 2), "what there was room for is there");
    require(!holds(*later, 10, pictureOf(10, large)), "the other isn't");
    require(later->takeProblems().empty(), "nothing is wrong with what is there");
}

}  // namespace

START_TEST(whereThereIsNoRoomMemoryGoesOn)
{
    Process process([] {
        Caching caching;
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit least{150'000, 150'000};
        require(setrlimit(RLIMIT_FSIZE, &least) == 0, "files can be bounded");
        goesOnWithoutRoom(caching, 200'000);
    });
    ck_assert(process.wait());
}
END_TEST

// The same on a disk that is really full, where mounting one is allowed.
START_TEST(aFullDiskIsAFullDisk)
{
    Process process([] {
        Caching caching;
        const bool mounted =
            unshare(CLONE_NEWNS) == 0 &&
            mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
            mkdir(caching.settings.location.c_str(), 0700) == 0 &&
            mount("none", caching.settings.location.c_str(), "tmpfs", 0, "size=400k") == 0;
        if (mounted) {
            goesOnWithoutRoom(caching, 350'000);
            umount2(caching.settings.location.c_str(), MNT_DETACH);
        }
    });
    ck_assert(process.wait());
}
END_TEST

START_TEST(anIndexThatCanNotGrowLeavesNothingBehind)
{
    Process process([] {
        Caching caching;
        const auto cache = caching.open();
        put(*cache, 1);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit least{2000, RLIM_INFINITY};  // for a file, and not for the log of the database
        require(setrlimit(RLIMIT_FSIZE, &least) == 0, "files can be bounded");
        put(*cache, 2);
        require(!std::filesystem::exists(caching.blobPath(pictureOf(2))), "no file without a row");
        require(!cache->takeProblems().empty(), "it is said");
        require(holds(*cache, 1), "what was there is found");
        const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
        require(setrlimit(RLIMIT_FSIZE, &more) == 0, "and bounded no more");
        caching.now += kPause;
        put(*cache, 2);
        require(holds(*cache, 2), "then there is room again");
    });
    ck_assert(process.wait());
}
END_TEST

START_TEST(problemsAreBounded)
{
    ProblemList problems;
    for (int i = 0; i < 100; ++i)
        for (int times = 0; times < 3; ++times)
            problems.add(std::to_string(i));
    const auto taken = problems.take();
    ck_assert_uint_eq(taken.size(), 32);
    ck_assert_str_eq(taken.back().c_str(), "99");
    problems.add("99");
    ck_assert(problems.take().empty());
    problems.add("100");
    ck_assert_uint_eq(problems.take().size(), 1);
}
END_TEST

int main()
{
    return animatize::test::run(
        "picture-cache-faults",
        {aFolderThatCanNotBeMadeIsAnError, aFolderThatCanNotBeWrittenIsAnError,
         aDatabaseOfAnotherProgramIsLeftAlone, aCacheOfAnotherVersionBeginsAnew,
         aDamagedIndexIsMadeAnewOnce, damageIsNoticedWhileInUseToo, anIndexThatWasRemovedIsMadeAnew,
         afterTheFolderWasClearedBothProcessesKeepWhatTheyPut,
         aFolderThatIsGoneForGoodIsNoMoreThanASentence, aFolderThatBecomesReadOnlyIsStillRead,
         aLockedIndexIsWaitedForOnceAndThenLeftAlone, whoHoldsTheLockFileForLongIsLeftAloneToo,
         whereThereIsNoRoomMemoryGoesOn, aFullDiskIsAFullDisk,
         anIndexThatCanNotGrowLeavesNothingBehind, problemsAreBounded});
}
