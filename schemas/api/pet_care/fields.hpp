#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/time/instant.hpp"
#include "schemas/api/field.hpp"

// How fields are judged in contract 000: a route has one sentence for all that is missing, and that is all it says.
namespace frontdesk::api::pet_care {

// 24 lowercase hex digits. What comes in is not judged by it: an id of another form is one that nothing has.
const Schema& object_id_schema();
Schema user_id_schema();

// What a field's fault says, and how long a text may be, in UTF-16 units.
inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();
struct TextLimit {
  std::string_view words;
  std::size_t characters_max = 128;
};
// A text that shows something.
std::optional<std::string> text_of(wire::Fields& fields, std::string_view name, const TextLimit& limit);
// The same; null and an empty text are none.
std::optional<std::string> text_if_any(wire::Fields& fields, std::string_view name, const TextLimit& limit);
// A date and time, or milliseconds since 1970 (contract 000, section 7).
std::optional<Instant> moment_of(wire::Fields& fields, std::string_view name, std::string_view missing,
                                 std::string_view invalid);
// A whole number, as one or as a text.
struct CountLimit {
  std::string_view words;
  double min = 0;
  double max = 0;
};
std::optional<double> count_if_any(wire::Fields& fields, std::string_view name, const CountLimit& limit);

template <auto member>
Field<detail::RowOf<member>> needed(std::string_view name, Schema schema, const TextLimit& limit) {
  return {{name, std::move(schema)},
          [name, limit](wire::Fields& fields, auto& in) { detail::keep(in.*member, text_of(fields, name, limit)); }};
}
template <auto member>
Field<detail::RowOf<member>> if_any(std::string_view name, Schema schema, const TextLimit& limit) {
  return {{name, std::move(schema), false}, [name, limit](wire::Fields& fields, auto& in) {
            detail::keep(in.*member, text_if_any(fields, name, limit));
          }};
}
template <auto member>
Field<detail::RowOf<member>> count(std::string_view name, const CountLimit& limit) {
  return {
      {name, schema_of(wire::NumberRule{.min = limit.min, .max = limit.max, .whole = true}), false},
      [name, limit](wire::Fields& fields, auto& in) { detail::keep(in.*member, count_if_any(fields, name, limit)); }};
}

}  // namespace frontdesk::api::pet_care
