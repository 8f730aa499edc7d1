#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/time/instant.hpp"
#include "schemas/event_types.hpp"

// A struct a table (schemas/read_models/<context>.sql): #include "rows/<context>.hpp".
namespace frontdesk::rows {

// A row as `cache_json` printed it. nullopt: not of this form, or none.
template <class Row>
std::optional<Row> from_cache(std::string_view json);

template <class Row>
std::string cache_key(std::string_view id) {
  return std::string(Row::cached_as).append(id);
}

}  // namespace frontdesk::rows
