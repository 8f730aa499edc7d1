#pragma once
#include "schemas/api/families.hpp"
#include "schemas/api/openapi.hpp"
#include "tests/contract/api_document/api_document.hpp"

namespace frontdesk::contract {

// The document as it is served, of all families.
inline ApiDocument& document() {
  static ApiDocument read(api::openapi(api::families()));
  return read;
}

}  // namespace frontdesk::contract
