#pragma once
#include <string>

#include "tests/fuzz/exchange.hpp"
#include "tests/fuzz/random.hpp"
#include "tests/fuzz/routes.hpp"

namespace frontdesk::fuzz {

struct Body {
  std::string content_type;  // empty: no header
  std::string bytes;
};

// A body for the route: sound, or damaged in one of the ways that parsers have died of.
Body make_body(Random& random, const Route& route, const Scene& scene);

// Any JSON value, from sound to hostile; it need not be JSON at all.
std::string odd_json_value(Random& random);

}  // namespace frontdesk::fuzz
