#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/route.hpp"

namespace frontdesk::command_api {

// How a route says what came of a command: its family's manners, its own words. Both outlive it.
struct Wording {
  const api::Manners& manners;
  const api::Success& success;
  const std::vector<api::Refusal>& refusals;

  // A refusal of a decider or handler. `unauthorized` and `account_disabled` are said alike everywhere; a code without
  // words is a fault of ours.
  http::Response refused(std::string_view code) const;
  std::string_view words_of(std::string_view code) const;
  // `words`: which of the route's.
  http::Response succeeded(const std::optional<std::string>& data, std::size_t words = 0) const;
};

// The same on the way to a socket: 200 with `{"success":true}` or `{"success":false,"error":<words>}`, which the gateway
// makes the acknowledgement and the family's error event of.
http::Response socket_success();
http::Response socket_refusal(std::string_view words);

}  // namespace frontdesk::command_api
