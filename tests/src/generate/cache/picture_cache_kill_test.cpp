// kill -9, at random moments and before each single system call: nothing that was there is lost,
// nothing is torn, and what was left behind is swept.
#include <atomic>
#include <random>

#include <sys/mman.h>
#include <sys/ptrace.h>

#include "folder_state.h"
#include "support/process.h"

using namespace animatize;
using namespace animatize::test;

namespace {

constexpr int kKeys = 12;

/// What a process that died can have left, after the next one has looked.
void isWhole(Caching& caching, PictureCache& cache)
{
    for (int number = 0; number < kKeys; ++number)
        if (const auto found = cache.find(keyOf(number))) {
            const std::string wrong = wrongWith(*found, number);
            ck_assert_str_eq(wrong.c_str(), "");
        }
    quiet(cache);
    ck_assert_uint_eq(statOf(cache, "corrupt"), 0);
    ck_assert_uint_le(statOf(cache, "bytes"), caching.settings.maxBytes);
    const FolderState state = stateOf(caching.settings.location);
    ck_assert_uint_eq(state.drafts, 0);
    ck_assert_uint_eq(state.files, state.referenced);
    ck_assert_uint_le(state.bytesOfFiles, caching.settings.maxBytes);
}

/// A number that processes share.
class Shared {
  public:
    Shared()
        : number_(static_cast<std::atomic<int>*>(mmap(nullptr, sizeof(std::atomic<int>),
                                                      PROT_READ | PROT_WRITE,
                                                      MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
    {}
    ~Shared() { munmap(number_, sizeof *number_); }
    Shared(const Shared&) = delete;
    Shared& operator=(const Shared&) = delete;
    std::atomic<int>& operator*() { return *number_; }

  private:
    std::atomic<int>* number_;
};

/// Puts in, replaces, evicts, finds and keeps jobs until it is killed.
void workForever(Caching& caching, uint32_t seed, std::atomic<int>& done)
{
    std::mt19937 random(seed);
    const auto cache = caching.tryOpen();
    require(static_cast<bool>(cache), "it opens");
    for (int version = 0;; ++version) {
        const int number = static_cast<int>(random() % kKeys);
        (*cache)->insert(keyOf(number), pictureOf(number, 3000 + random() % 3000, version));
        (*cache)->find(keyOf(static_cast<int>(random() % kKeys)));
        (*cache)->keepJob(keyOf(1), "{\"job\":\"" + std::string(500, 'x') + "\"}", 0);
        ++done;
    }
}

enum class End { Killed, Done, NotAllowed };

/// Does `prepare`, then `work` up to its system call number `calls`, which isn't carried out.
/// `Done`: it has no more than that.
End killBeforeCall(int calls, const std::function<std::function<void()>()>& prepare)
{
    constexpr int kNotAllowed = 77;
    Process process([&] {
        const std::function<void()> work = prepare();
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0)
            _exit(kNotAllowed);
        raise(SIGSTOP);
        work();
    });
    int status = 0;
    waitpid(process.pid(), &status, 0);
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == kNotAllowed ? End::NotAllowed : End::Killed;
    ptrace(PTRACE_SETOPTIONS, process.pid(), nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD);
    for (int stops = 0; stops < 2 * calls - 1;) {  // each stops it twice: before and after
        ptrace(PTRACE_SYSCALL, process.pid(), nullptr, nullptr);
        waitpid(process.pid(), &status, 0);
        if (WIFEXITED(status) || WIFSIGNALED(status))
            return End::Done;
        stops += WSTOPSIG(status) == (SIGTRAP | 0x80) ? 1 : 0;
    }
    process.kill();
    return End::Killed;
}

}  // namespace

START_TEST(killedAtAnyMomentItIsWhole)
{
    constexpr int kKills = 120;
    Caching caching;
    caching.settings.maxBytes = 40'000;
    std::mt19937 random(1);
    for (int kill = 0; kill < kKills; ++kill) {
        Shared done;
        Process worker([&] { workForever(caching, static_cast<uint32_t>(kill), *done); });
        while (*done < kill % 4)  // every fourth may not even have opened it
            usleep(100);
        usleep(random() % 2000);
        worker.kill();
        const auto cache = caching.open();
        isWhole(caching, *cache);
        ck_assert_uint_le(statOf(*cache, "swept"), 10);  // a draft, and what a picture drove out
        const auto job = cache->job(keyOf(1));
        ck_assert(!job || job->size() == 510);
        ck_assert(kill < 20 || statOf(*cache, "entries") >= 4);
    }
}
END_TEST

START_TEST(severalMayBeKilledAtOnce)
{
    Caching caching;
    caching.settings.maxBytes = 40'000;
    std::mt19937 random(2);
    for (int round = 0; round < 15; ++round) {
        Shared done;
        Process one([&] { workForever(caching, random(), *done); });
        Process other([&] { workForever(caching, random() + 1, *done); });
        while (*done < 4)
            usleep(100);
        usleep(random() % 2000);
        one.kill();
        other.kill();
        isWhole(caching, *caching.open());
    }
}
END_TEST

// The richest of all changes: it replaces an entry, drives out others and writes down what was
// used.
START_TEST(killedBeforeAnyCallOfAnInsertionItIsWhole)
{
    Caching caching;
    const uint64_t each = costOf(pictureOf(1, 4000));
    caching.settings.maxBytes = 5 * each;
    {
        const auto cache = caching.open();
        for (const int number : {0, 1, 2, 3, 4})
            cache->insert(keyOf(number), pictureOf(number, 4000));
    }
    uint64_t swept = 0;
    End end = End::Killed;
    int call = 0;
    while (end == End::Killed) {
        ++call;
        std::shared_ptr<PictureCache> cache;
        end = killBeforeCall(call, [&]() -> std::function<void()> {
            cache = *caching.tryOpen();
            cache->find(keyOf(0));
            return [&] { cache->insert(keyOf(call % 5), pictureOf(call % 5, 8000, call)); };
        });
        if (end == End::NotAllowed)
            return;
        const auto after = caching.open();
        isWhole(caching, *after);
        swept += statOf(*after, "swept");
        ck_assert_uint_ge(statOf(*after, "entries"), 2);
    }
    ck_assert_int_gt(call, 40);   // it was killed in many places
    ck_assert_uint_gt(swept, 5);  // and some of them leave something behind
    ck_assert(holds(*caching.open(), call % 5, pictureOf(call % 5, 8000, call)));
}
END_TEST

START_TEST(killedBeforeAnyCallOfItsFirstOpeningItIsWhole)
{
    End end = End::Killed;
    int call = 0;
    for (; end == End::Killed; call += 4) {
        Caching caching;
        end = killBeforeCall(call + 1, [&]() -> std::function<void()> {
            return [&] { require(static_cast<bool>(caching.tryOpen()), "it opens"); };
        });
        if (end == End::NotAllowed)
            return;
        const auto cache = caching.open();
        put(*cache, 1);
        ck_assert(holds(*cache, 1));
        quiet(*cache);
    }
    ck_assert_int_gt(call, 50);
}
END_TEST

int main()
{
    useMemoryFolder();
    return animatize::test::run(
        "picture-cache-kill",
        {killedAtAnyMomentItIsWhole, severalMayBeKilledAtOnce,
         killedBeforeAnyCallOfAnInsertionItIsWhole, killedBeforeAnyCallOfItsFirstOpeningItIsWhole});
}
