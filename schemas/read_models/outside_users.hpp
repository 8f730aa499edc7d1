#pragma once
#include <cstdint>
#include <string>

#include "platform/http/clients.hpp"
#include "platform/outage/outage.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::auth {

// Where command-api makes users of those who log in elsewhere. For the other programs alone, never through the edge:
// POST with the token as bearer; 204 as soon as the account can be read.
inline constexpr const char* outside_users_path = "/internal/outside-users";

// Asks command-api. Thread-safe.
class AskedOutsideUsers final : public OutsideUsers {
 public:
  AskedOutsideUsers(std::string host, std::uint16_t port);
  bool admit(std::string_view token, const Claims& claims) override;

 private:
  http::Clients command_api_;
  Outage outage_;
};

}  // namespace frontdesk::auth
