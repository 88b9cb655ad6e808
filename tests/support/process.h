// A process of its own: for what several processes do to each other, or what kills them.
//
//   Process writer([&] { while (true) put(...); });
//   writer.kill();
//   Process checks([&] { require(found, "the picture is there"); });
//   ck_assert(checks.wait());
//
// The work may not use the assertions of the suite, which belong to the process of the case.
#pragma once

#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>

#include <sys/wait.h>
#include <unistd.h>

namespace animatize::test {

/// In a Process: what has to hold.
inline void require(bool holds, const char* what)
{
    if (holds)
        return;
    std::fprintf(stderr, "in a process of its own: not so: %s\n", what);
    _exit(1);
}

class Process {
  public:
    explicit Process(const std::function<void()>& work)
    {
        std::fflush(nullptr);
        pid_ = fork();
        if (pid_ == 0)
            run(work);
    }
    ~Process() { kill(); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// kill -9, and waits until it is gone.
    void kill()
    {
        if (pid_ <= 0)
            return;
        ::kill(pid_, SIGKILL);
        wait();
    }

    /// Whether it came to its end, and all that it required was so.
    bool wait()
    {
        int status = -1;
        const bool known = pid_ > 0 && waitpid(pid_, &status, 0) == pid_;
        pid_ = 0;
        return known && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

    pid_t pid() const { return pid_; }

  private:
    [[noreturn]] static void run(const std::function<void()>& work)
    {
        try {
            work();
        } catch (const std::exception& trouble) {
            require(false, trouble.what());
        }
        _exit(0);
    }

    pid_t pid_ = 0;
};

}  // namespace animatize::test
