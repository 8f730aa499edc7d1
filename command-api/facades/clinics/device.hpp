#pragma once
#include <optional>
#include <string>

#include "platform/http/message.hpp"

namespace frontdesk::command_api::clinics {

// Where a session is used from: the user agent that the client names, else the header's, at most 512 characters of it;
// its address.
struct Device {
  std::string user_agent;
  std::string address;
};
Device device_of(const http::Request& request, const std::optional<std::string>& given);

}  // namespace frontdesk::command_api::clinics
