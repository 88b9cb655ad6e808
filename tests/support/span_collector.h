// SpanCollector: a sink that keeps what it gets, and shows it as a tree.
//
//   const Traced traced;                       // until the end of the case, with a clock of its
//   own work(); equal(traced.tree(), "shot\n  prompt id=1-1\n");
//
// Time is a counter: later spans have later times, and every run has the same.
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <check.h>

#include "trace/span.h"

namespace animatize::test {

class SpanCollector final : public SpanSink {
  public:
    void ended(const SpanData& span) override
    {
        std::lock_guard lock(mutex_);
        spans_.push_back(span);
    }
    std::vector<SpanData> spans() const
    {
        std::lock_guard lock(mutex_);
        return spans_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<SpanData> spans_;
};

inline void sameText(const std::string& is, const std::string& wanted)
{
    ck_assert_msg(is == wanted, "is \"%s\", not \"%s\"", is.c_str(), wanted.c_str());
}

inline std::string valueText(const SpanAttribute::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "true" : "false";
    if (const auto* count = std::get_if<int64_t>(&value))
        return std::to_string(*count);
    return std::to_string(std::get<double>(value));
}

/// "" when it isn't there.
inline std::string attributeOf(const SpanData& span, const std::string& name)
{
    for (const SpanAttribute& one : span.attributes)
        if (one.name == name)
            return valueText(one.value);
    return {};
}

class Traced {
  public:
    Traced()
    {
        setSpanSink(collector_, [time = time_] { return ++*time; });
    }
    ~Traced() { setSpanSink(nullptr); }
    Traced(const Traced&) = delete;
    Traced& operator=(const Traced&) = delete;

    std::vector<SpanData> spans() const { return collector_->spans(); }
    std::vector<SpanData> named(const std::string& name) const
    {
        std::vector<SpanData> found = spans();
        std::erase_if(found, [&](const SpanData& span) { return span.name != name; });
        return found;
    }

    /// A line for each span: its name, "!TYPE" where it failed, and the attributes that are asked
    /// for. Children are below their parents, in the order in which they began.
    std::string tree(const std::vector<std::string>& attributes = {}) const
    {
        std::vector<SpanData> all = spans();
        std::sort(all.begin(), all.end(),
                  [](const SpanData& a, const SpanData& b) { return a.start < b.start; });
        std::string text;
        for (const SpanData& span : all) {
            const bool known = std::any_of(all.begin(), all.end(), [&](const SpanData& other) {
                return other.context.span == span.parent;
            });
            if (!known)
                add(all, span, 0, attributes, text);
        }
        return text;
    }

  private:
    static void add(const std::vector<SpanData>& all, const SpanData& span, size_t depth,
                    const std::vector<std::string>& attributes, std::string& text)
    {
        text.append(2 * depth, ' ').append(span.name);
        if (span.status == SpanStatus::Error)
            text.append(" !").append(attributeOf(span, "error.type"));
        for (const std::string& name : attributes)
            if (const std::string value = attributeOf(span, name); !value.empty())
                text.append(" ").append(name.substr(name.rfind('.') + 1)).append("=").append(value);
        text.append("\n");
        for (const SpanData& other : all)
            if (other.parent == span.context.span && other.context.trace == span.context.trace)
                add(all, other, depth + 1, attributes, text);
    }

    const std::shared_ptr<SpanCollector> collector_ = std::make_shared<SpanCollector>();
    const std::shared_ptr<std::atomic<uint64_t>> time_ =
        std::make_shared<std::atomic<uint64_t>>(1000);
};

}  // namespace animatize::test
