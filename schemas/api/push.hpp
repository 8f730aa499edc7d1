#pragma once
#include <string_view>

#include "schemas/api/schema.hpp"

namespace frontdesk::api {

// An event that the server sends, for the document: its payload and who hears it.
struct PushDescription {
  std::string_view event;
  Schema payload;
  std::string_view to;
};

}  // namespace frontdesk::api
