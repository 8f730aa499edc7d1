#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/postgres/postgres.hpp"
#include "platform/time/instant.hpp"

namespace frontdesk::projectors {

// Values of array parameters, one array a column (`unnest($1::text[], $2::int[], …)`).
inline void add(postgres::ArrayText& column, std::string_view value) { column.add(value); }
inline void add(postgres::ArrayText& column, const std::string& value) { column.add(std::string_view(value)); }
inline void add(postgres::ArrayText& column, int value) { column.add(static_cast<long long>(value)); }
inline void add(postgres::ArrayText& column, std::int64_t value) { column.add(static_cast<long long>(value)); }
inline void add(postgres::ArrayText& column, bool value) { column.add(std::string_view(value ? "t" : "f")); }
inline void add(postgres::ArrayText& column, double value) { column.add(std::string_view(pqxx::to_string(value))); }
inline void add(postgres::ArrayText& column, Instant value) { column.add(std::string_view(to_iso8601(value))); }
// Without this a text literal would become a bool.
void add(postgres::ArrayText& column, const char* value) = delete;

template <class Value>
void add(postgres::ArrayText& column, const std::optional<Value>& value) {
  if (value) {
    add(column, *value);
  } else {
    column.add_null();
  }
}

}  // namespace frontdesk::projectors
