#pragma once
#include <cstddef>

#include "schemas/api/shape.hpp"

namespace frontdesk::api::pet_care {

// Of every JSON body (contract 000, section 7).
inline constexpr std::size_t json_bytes_max = 1024 * 1024;

namespace detail_of_versions {
template <class Row>
int never_changed(const Row&) {
  return 0;
}
}  // namespace detail_of_versions

// `"__v":0` stands at the end of each object, as the original's database has it.
template <class Row>
Shown<Row> show_version() {
  return show_as<&detail_of_versions::never_changed<Row>>("__v", schema_of_keywords(R"("const":0)"));
}

}  // namespace frontdesk::api::pet_care
