#pragma once
#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/api/schema.hpp"
#include "schemas/api/shape.hpp"
#include "schemas/wire/fields.hpp"

// What a route asks for, one line a field: its name, its rule and where it goes. The rule reads, validates and
// documents.
namespace frontdesk::api {

struct FieldDescription {
  std::string_view name;  // empty: a check of others, no field of its own
  Schema schema;
  bool required = true;
  std::string_view description = {};
};

enum class Needed { yes, no };

// A field that goes into an input of type `In`. `read` collects faults in `fields` and leaves what is absent as it was.
template <class In>
struct Field : FieldDescription {
  std::function<void(wire::Fields& fields, In& input)> read;

  // What goes into a base goes into an input that has more.
  template <class Derived>
  requires(std::is_base_of_v<In, Derived> && !std::is_same_v<In, Derived>) operator Field<Derived>() const {
    return {*this, read};
  }

  Field about(std::string_view text) const {
    Field with_text = *this;
    with_text.description = text;
    return with_text;
  }
};

// Schemas of the rules (contract 004, section 3).
Schema schema_of(const wire::TextRule& rule);
Schema schema_of(const wire::NumberRule& rule);
const Schema& email_schema();
const Schema& new_password_schema();

namespace detail {
// What was read goes where the input has it, optional or not.
template <class Member, class Value>
void keep(Member& member, std::optional<Value>&& value) {
  if (value) member = std::move(*value);
}
template <class Value>
void keep(std::optional<Value>& member, std::optional<Value>&& value) {
  member = std::move(value);
}
// Numbers are read as doubles; `whole` rules have seen to it that these are none with a fraction. A number beyond what
// a double counts exactly is brought back to that border, so that it stays one that nothing has.
template <class Whole>
Whole whole_number(double value) {
  constexpr double border = std::min(9007199254740992.0, static_cast<double>(std::numeric_limits<Whole>::max()));
  return static_cast<Whole>(std::clamp(value, -border, border));
}
template <class Whole>
requires std::is_integral_v<Whole>
void keep(std::optional<Whole>& member, std::optional<double>&& value) {
  if (value) member = whole_number<Whole>(*value);
}
template <class Whole>
requires std::is_integral_v<Whole>
void keep(Whole& member, std::optional<double>&& value) {
  if (value) member = whole_number<Whole>(*value);
}
}  // namespace detail

// A UUID, in any case; judged by wire::Fields::uuid.
template <auto member>
Field<detail::RowOf<member>> id(std::string_view name) {
  return {{name, id_schema()}, [name](wire::Fields& fields, auto& in) { detail::keep(in.*member, fields.uuid(name)); }};
}

template <auto member>
Field<detail::RowOf<member>> text(std::string_view name, const wire::TextRule& rule = {}) {
  return {{name, schema_of(rule), rule.required},
          [name, rule](wire::Fields& fields, auto& in) { detail::keep(in.*member, fields.text(name, rule)); }};
}

template <auto member>
Field<detail::RowOf<member>> email(std::string_view name, bool required = true) {
  return {{name, email_schema(), required},
          [name, required](wire::Fields& fields, auto& in) { detail::keep(in.*member, fields.email(name, required)); }};
}

template <auto member>
Field<detail::RowOf<member>> new_password(std::string_view name, std::string_view too_short) {
  return {{name, new_password_schema()}, [name, too_short](wire::Fields& fields, auto& in) {
            detail::keep(in.*member, fields.new_password(name, too_short));
          }};
}

template <auto member>
Field<detail::RowOf<member>> number(std::string_view name, const wire::NumberRule& rule = {}) {
  return {{name, schema_of(rule), rule.required},
          [name, rule](wire::Fields& fields, auto& in) { detail::keep(in.*member, fields.number(name, rule)); }};
}

template <auto member>
Field<detail::RowOf<member>> boolean(std::string_view name, bool required = true) {
  return {{name, boolean_schema(), required}, [name, required](wire::Fields& fields, auto& in) {
            detail::keep(in.*member, fields.boolean(name, required));
          }};
}

// One of a list of texts.
template <auto member>
Field<detail::RowOf<member>> option(std::string_view name, const std::vector<std::string_view>& texts,
                                    Needed needed = Needed::yes) {
  const bool required = needed == Needed::yes;
  return {{name, one_of_texts(texts), required}, [name, texts, required](wire::Fields& fields, auto& in) {
            detail::keep(in.*member, fields.option(name, texts, required));
          }};
}

// A text of a form that wire::Fields knows: `read` is its reader. Optional.
template <auto member>
Field<detail::RowOf<member>> formed(std::string_view name, Schema schema,
                                    std::optional<std::string> (wire::Fields::*read)(std::string_view name)) {
  return {{name, std::move(schema), false},
          [name, read](wire::Fields& fields, auto& in) { detail::keep(in.*member, (fields.*read)(name)); }};
}

// A rule of one route's own: reads what it needs from `fields`.
template <class In>
Field<In> ruled(std::string_view name, Schema schema, Needed needed, void (*read)(wire::Fields& fields, In& input)) {
  return {{name, std::move(schema), needed == Needed::yes}, read};
}

// A text that is checked and not kept.
template <class In>
Field<In> checked_text(std::string_view name, const wire::TextRule& rule) {
  return {{name, schema_of(rule), rule.required}, [name, rule](wire::Fields& fields, In&) { fields.text(name, rule); }};
}

// Two texts that must be the same; silent when one is missing.
template <class In>
Field<In> same(std::string_view name, std::string_view other, std::string_view message) {
  return {{"", {}, false}, [name, other, message](wire::Fields& fields, In&) { fields.same(name, other, message); }};
}

}  // namespace frontdesk::api
