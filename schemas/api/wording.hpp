#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/route.hpp"

namespace frontdesk::api {

// How a route says what came of a request: its family's manners, its own words. All that it refers to outlives it.
struct Wording {
  const Manners& manners;
  const Success& success;
  const std::vector<Refusal>& refusals;
  std::string_view path;  // of the request

  // A refusal of a decider or handler. What is not the route's own is said as the family says it everywhere:
  // `unauthorized`, `account_disabled`; any other code without words is a fault of ours.
  http::Response refused(std::string_view code) const;
  std::string_view words_of(std::string_view code) const;
  // `words`: which of the route's.
  http::Response succeeded(const std::optional<std::string>& data, std::size_t words = 0) const;

 private:
  StatusAndWords said_of(std::string_view code) const;
};

}  // namespace frontdesk::api
