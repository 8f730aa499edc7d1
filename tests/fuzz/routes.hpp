#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/exchange.hpp"

namespace frontdesk::fuzz {

struct Route {
  std::string_view method;
  std::string_view path;                                            // `:id` stands for any id
  std::vector<std::pair<std::string_view, std::string_view>> body;  // field → a sound value in JSON; "$id" is replaced
  std::vector<std::pair<std::string_view, std::string_view>> query;
};

// The routes behind a door: contract 004 with its extensions, probes, internal routes.
const std::vector<Route>& routes(Door door);

}  // namespace frontdesk::fuzz
