#pragma once
#include "tests/contract/api_document/api_document.hpp"

namespace frontdesk::contract {

// The published document of the clinic queue. Tests run at the repository's root.
inline ApiDocument& document() {
  static ApiDocument read("schemas/api/clinic_queue.openapi.json");
  return read;
}

}  // namespace frontdesk::contract
