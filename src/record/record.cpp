#include "record/record.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace animatize {

Record& Record::add(std::string_view name, Value value)
{
    const auto* number = std::get_if<double>(&value);
    if (number && !std::isfinite(*number))
        return *this;
    next(name).value = std::move(value);
    return *this;
}

RecordList& Record::addList(std::string_view name, size_t count, const char* item)
{
    Value& value = next(name).value;
    if (!std::holds_alternative<RecordList>(value))
        value = RecordList();
    auto& list = std::get<RecordList>(value);
    if (list.size() > count)
        list.resize(count);
    while (list.size() < count)
        list.emplace_back(item);
    for (Record& record : list)
        record.clear();
    return list;
}

void Record::clear()
{
    std::move(spare_.begin() + static_cast<ptrdiff_t>(usedSpare_), spare_.end(),
              std::back_inserter(fields_));
    std::swap(fields_, spare_);
    fields_.clear();
    usedSpare_ = 0;
}

// A field finds the memory it had, even when another one is left out this time.
Field& Record::next(std::string_view name)
{
    const auto from = spare_.begin() + static_cast<ptrdiff_t>(usedSpare_);
    const auto same =
        std::find_if(from, spare_.end(), [name](const Field& field) { return field.name == name; });
    if (same == spare_.end()) {
        fields_.emplace_back();
        fields_.back().name = name;
        return fields_.back();
    }
    std::rotate(from, same, same + 1);
    fields_.push_back(std::move(spare_[usedSpare_++]));
    return fields_.back();
}

Record& Record::append(const Record& other)
{
    for (const Field& field : other.fields_) {
        const auto same = [&field](const Field& own) { return own.name == field.name; };
        if (std::none_of(fields_.begin(), fields_.end(), same))
            fields_.push_back(field);
    }
    return *this;
}

const Record::Value* Record::find(std::string_view path) const
{
    const size_t dot = path.find('.');
    const std::string_view head = path.substr(0, dot);
    for (const Field& field : fields_) {
        if (field.name != head)
            continue;
        if (dot == std::string_view::npos)
            return &field.value;
        const auto* nested = std::get_if<Record>(&field.value);
        return nested ? nested->find(path.substr(dot + 1)) : nullptr;
    }
    return nullptr;
}

std::optional<double> Record::number(std::string_view path) const
{
    const Value* value = find(path);
    if (!value)
        return std::nullopt;
    if (const auto* number = std::get_if<double>(value))
        return *number;
    if (const auto* number = std::get_if<uint64_t>(value))
        return static_cast<double>(*number);
    if (const auto* number = std::get_if<uint32_t>(value))
        return *number;
    if (const auto* flag = std::get_if<bool>(value))
        return *flag ? 1.0 : 0.0;
    return std::nullopt;
}

std::optional<std::string> Record::text(std::string_view path) const
{
    const Value* value = find(path);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? std::optional(*text) : std::nullopt;
}

const RecordList* Record::list(std::string_view path) const
{
    const Value* value = find(path);
    return value ? std::get_if<RecordList>(value) : nullptr;
}

bool Record::operator==(const Record& other) const
{
    return name_ == other.name_ && fields_ == other.fields_;
}

}  // namespace animatize
