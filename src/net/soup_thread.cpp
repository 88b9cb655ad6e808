#include "net/soup_thread.h"

#include <utility>

namespace animatize {
namespace {

constexpr guint kMostConnections = 64, kMostPerHost = 16;
constexpr guint kIdleSeconds = 60;

SoupRef<SoupSession> newSession(const std::string& userAgent)
{
    // No timeout of its own: libsoup's counts inactivity, and the deadline ends everything.
    return SoupRef<SoupSession>(soup_session_new_with_options(
        "max-conns", kMostConnections, "max-conns-per-host", kMostPerHost, "idle-timeout",
        kIdleSeconds, "timeout", 0u, "user-agent", userAgent.c_str(), nullptr));
}

}  // namespace

SoupThread::SoupThread(std::string userAgent)
    : userAgent_(std::move(userAgent)), context_(g_main_context_new()), thread_([this] { run(); })
{}

SoupThread::~SoupThread()
{
    {
        std::lock_guard lock(mutex_);
        quit_ = true;
    }
    g_main_context_wakeup(context_.get());
    thread_.join();
}

void SoupThread::post(std::function<void()> task)
{
    {
        std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    g_main_context_wakeup(context_.get());
}

SoupSession* SoupThread::session(bool local)
{
    SoupRef<SoupSession>& session = local ? local_ : remote_;
    if (!session) {
        session = newSession(userAgent_);
        if (local)
            soup_session_set_proxy_resolver(session.get(), nullptr);
    }
    return session.get();
}

GSource* SoupThread::after(uint64_t nanoseconds, GSourceFunc function, gpointer data)
{
    GSource* source = g_timeout_source_new(static_cast<guint>((nanoseconds + 999'999) / 1'000'000));
    g_source_set_callback(source, function, data, nullptr);
    g_source_attach(source, context_.get());
    g_source_unref(source);
    return source;
}

void SoupThread::run()
{
    g_main_context_push_thread_default(context_.get());
    work();
    end();
    g_main_context_pop_thread_default(context_.get());
}

void SoupThread::work()
{
    for (bool quit = false; !quit;) {
        std::deque<std::function<void()>> tasks;
        {
            std::lock_guard lock(mutex_);
            tasks.swap(tasks_);
            quit = quit_;
        }
        for (const std::function<void()>& task : tasks)
            task();
        if (!quit)
            g_main_context_iteration(context_.get(), TRUE);
    }
}

void SoupThread::end()
{
    for (SoupRef<SoupSession>* session : {&remote_, &local_})
        if (*session)
            soup_session_abort(session->get());
    while (underWay_ > 0)
        g_main_context_iteration(context_.get(), TRUE);
    remote_.reset();
    local_.reset();
    while (g_main_context_iteration(context_.get(), FALSE)) {
    }
}

}  // namespace animatize
