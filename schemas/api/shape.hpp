#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "schemas/api/schema.hpp"
#include "schemas/wire/json.hpp"

// What a client is shown of a row or an event: the members of a JSON object, in their order, each said once.
namespace frontdesk::api {

// JSON text that is printed as it is.
struct Json {
  std::string text;
};

inline void print(wire::ObjectWriter& out, std::string_view name, std::string_view value) { out.text(name, value); }
inline void print(wire::ObjectWriter& out, std::string_view name, const std::string& value) { out.text(name, value); }
inline void print(wire::ObjectWriter& out, std::string_view name, Instant value) { out.text(name, to_iso8601(value)); }
inline void print(wire::ObjectWriter& out, std::string_view name, bool value) { out.boolean(name, value); }
inline void print(wire::ObjectWriter& out, std::string_view name, double value) { out.number(name, value); }
inline void print(wire::ObjectWriter& out, std::string_view name, const Json& value) { out.raw(name, value.text); }
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void print(wire::ObjectWriter& out, std::string_view name,
                                                                       T value) {
  out.number(name, static_cast<long long>(value));
}
template <class Tag>
void print(wire::ObjectWriter& out, std::string_view name, const Id<Tag>& id) {
  out.text(name, id.value);
}
inline void print(wire::ObjectWriter& out, std::string_view name, const std::vector<std::string>& texts) {
  std::string list = "[";
  for (const auto& text : texts) {
    if (list.size() > 1) list += ',';
    wire::append_quoted(list, text);
  }
  out.raw(name, list + "]");
}
template <class T>
void print(wire::ObjectWriter& out, std::string_view name, const std::optional<T>& value) {
  if (value) {
    print(out, name, *value);
  } else {
    out.null(name);
  }
}

// One member of a shape of `Row`.
template <class Row>
struct Shown {
  std::string_view name;
  Schema schema;
  bool always = true;  // false: left out where the value is not set
  std::function<void(wire::ObjectWriter& out, std::string_view name, const Row& row)> print_member;
  std::string_view description = {};

  // What is shown of a base is shown of a row that has more.
  template <class Derived>
  requires(std::is_base_of_v<Row, Derived> && !std::is_same_v<Row, Derived>) operator Shown<Derived>() const {
    return {name, schema, always, print_member, description};
  }
};

namespace detail {
// What `show<…>` names: a member of a row, or a function of one.
template <class Accessor>
struct Access;
template <class OfRow, class T>
struct Access<T OfRow::*> {
  using Row = OfRow;
  using Value = T;
};
template <class T, class OfRow>
struct Access<T (*)(const OfRow&)> {
  using Row = OfRow;
  using Value = std::remove_cvref_t<T>;
};
template <auto accessor>
using RowOf = typename Access<decltype(accessor)>::Row;
template <auto accessor>
using ValueOf = typename Access<decltype(accessor)>::Value;

template <auto accessor>
void print_always(wire::ObjectWriter& out, std::string_view name, const RowOf<accessor>& row) {
  print(out, name, std::invoke(accessor, row));
}
template <auto accessor>
void print_if_set(wire::ObjectWriter& out, std::string_view name, const RowOf<accessor>& row) {
  if (const auto& value = std::invoke(accessor, row)) print(out, name, *value);
}
}  // namespace detail

// A member that is always there (`null` where an optional is not set), with the schema of its type.
template <auto accessor>
Shown<detail::RowOf<accessor>> show(std::string_view name, std::string_view description = {}) {
  return {name, SchemaOf<detail::ValueOf<accessor>>::get(), true, &detail::print_always<accessor>, description};
}
// The same with a schema that says more than the type.
template <auto accessor>
Shown<detail::RowOf<accessor>> show_as(std::string_view name, Schema schema, std::string_view description = {}) {
  return {name, std::move(schema), true, &detail::print_always<accessor>, description};
}
// A member that is absent where it is not set. The accessor gives an optional.
template <auto accessor>
Shown<detail::RowOf<accessor>> show_if_set(std::string_view name, Schema schema, std::string_view description = {}) {
  return {name, std::move(schema), false, &detail::print_if_set<accessor>, description};
}
template <auto accessor>
Shown<detail::RowOf<accessor>> show_if_set(std::string_view name) {
  return show_if_set<accessor>(name, SchemaOf<typename detail::ValueOf<accessor>::value_type>::get());
}

// A named JSON object that is printed from a row. Thread-safe to read; made at start.
template <class Row>
class Shape {
 public:
  Shape(std::string_view name, std::vector<Shown<Row>> members, std::string_view description = {})
      : members_(std::move(members)) {
    std::vector<SchemaMember> described_members;
    for (const auto& member : members_) {
      described_members.push_back({member.name, member.schema, member.always, member.description});
    }
    schema_ = named_schema(name, described(object_of(described_members), description));
  }

  // The same members and some more behind them, under another name.
  Shape with(std::string_view name, const std::vector<Shown<Row>>& more, std::string_view description = {}) const {
    auto members = members_;
    members.insert(members.end(), more.begin(), more.end());
    return Shape(name, std::move(members), description);
  }
  Shape without(std::string_view name, std::string_view member) const {
    auto members = members_;
    std::erase_if(members, [&](const auto& shown) { return shown.name == member; });
    return Shape(name, std::move(members));
  }

  const std::vector<Shown<Row>>& members() const { return members_; }

  std::string json(const Row& row) const {
    wire::ObjectWriter out;
    for (const auto& member : members_) member.print_member(out, member.name, row);
    return out.take();
  }
  template <class Rows>
  std::string json_array(const Rows& rows) const {
    std::string out = "[";
    for (const auto& row : rows) {
      if (out.size() > 1) out += ',';
      out += json(row);
    }
    return out + "]";
  }
  const Schema& schema() const { return schema_; }

 private:
  std::vector<Shown<Row>> members_;
  Schema schema_;
};

}  // namespace frontdesk::api
