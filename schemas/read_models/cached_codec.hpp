#pragma once
// What the generated cached forms are made of. For generated .cpp files only: it brings in RapidJSON.
#include "schemas/codegen/json_codec.hpp"

namespace frontdesk::codec {

template <class Row>
std::optional<Row> cached(std::string_view json) {
  try {
    const Parsed parsed(json);
    std::optional<Row> row(std::in_place);
    read(parsed.root(), *row);
    return row;
  } catch (const Malformed&) {
    return std::nullopt;
  }
}

}  // namespace frontdesk::codec
