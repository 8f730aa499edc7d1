#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/auth/jwt.hpp"

namespace frontdesk::auth {

struct TokenHeader {
  std::string algorithm;
  std::string key_id;  // empty: not given
};
std::optional<TokenHeader> parse_header(std::string_view json);

struct Payload {
  Claims claims;
  std::int64_t not_before_s = 0;
  bool for_access = true;  // `type` is absent or "access"
};
// nullopt: no JSON object, or a claim of a wrong type.
std::optional<Payload> parse_payload(std::string_view json);

std::string header_json(std::string_view key_id);
std::string payload_json(const Claims& claims);
// Of contract 000's simulated login, which lives an hour.
std::string simulated_payload_json(std::string_view user_id, std::string_view role, std::int64_t now_s);

}  // namespace frontdesk::auth
