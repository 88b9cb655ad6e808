// Record: a result as named fields, in a fixed order. Each result type describes itself once as
// a Record; from that come the metadata and messages (gst/base), the JSON lines (json.h), and
// the facts that rules ask for.
//
//   Record record("AnimatizeMotion");
//   record.add("intensity", 0.25);
//   record.add("direction", direction);   // std::optional: left out when empty
//
// What can't be known is left out: a double that isn't finite is not added either.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace animatize {

class Record;
using RecordList = std::vector<Record>;

/// Nanoseconds that may be unknown: GST_CLOCK_TIME_NONE in a structure, left out in JSON.
struct Nanoseconds {
    std::optional<uint64_t> value;
    bool operator==(const Nanoseconds&) const = default;
};

struct Field;

class Record {
  public:
    using Value = std::variant<bool, uint32_t, uint64_t, double, std::string, Nanoseconds, Record,
                               RecordList>;

    Record();
    explicit Record(std::string name);
    Record(const Record&);
    Record(Record&&) noexcept;
    Record& operator=(const Record&);
    Record& operator=(Record&&) noexcept;
    ~Record();

    Record& add(std::string_view name, Value value);
    Record& add(std::string_view name, const char* value)
    {
        return add(name, Value(std::string(value)));
    }
    Record& add(std::string_view name, std::string_view value)
    {
        return add(name, Value(std::string(value)));
    }
    Record& add(std::string_view name, const std::string& value) { return add(name, Value(value)); }
    template <typename T>
    Record& add(std::string_view name, const std::optional<T>& value)
    {
        return value ? add(name, Value(*value)) : *this;
    }
    /// The list field `name` with `count` records called `item`, to be filled.
    RecordList& addList(std::string_view name, size_t count, const char* item);
    /// Forgets all fields and keeps their memory: a record that is filled again and again with
    /// the same fields allocates nothing.
    void clear();
    /// Adds the fields of another record behind the own ones; names that are there stay as they
    /// are.
    Record& append(const Record& other);

    const std::string& name() const { return name_; }
    const std::vector<Field>& fields() const { return fields_; }
    bool empty() const { return fields_.empty(); }

    /// The field at a dotted path such as "composition.symmetry"; null when there is none.
    const Value* find(std::string_view path) const;
    /// Numbers and booleans (0 or 1) as double.
    std::optional<double> number(std::string_view path) const;
    std::optional<std::string> text(std::string_view path) const;
    const RecordList* list(std::string_view path) const;

    bool operator==(const Record&) const;

  private:
    Field& next(std::string_view name);

    std::string name_;
    std::vector<Field> fields_;
    std::vector<Field> spare_;  ///< cleared; those before usedSpare_ are used again already
    size_t usedSpare_ = 0;
};

struct Field {
    std::string name;
    Record::Value value;
    bool operator==(const Field&) const = default;
};

// Here and not in the class: clang wants a whole Field before it handles a vector of them.
inline Record::Record() = default;
inline Record::Record(std::string name) : name_(std::move(name)) {}
inline Record::Record(const Record&) = default;
inline Record::Record(Record&&) noexcept = default;
inline Record& Record::operator=(const Record&) = default;
inline Record& Record::operator=(Record&&) noexcept = default;
inline Record::~Record() = default;

}  // namespace animatize
