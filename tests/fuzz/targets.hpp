#pragma once
#include <string>

#include "tests/fuzz/exchange.hpp"
#include "tests/fuzz/random.hpp"
#include "tests/fuzz/routes.hpp"

namespace frontdesk::fuzz {

struct Target {
  std::string text;  // path and query as they stand in the request line
  std::string path;  // when nobody can read it in two ways, else empty
};

Target make_target(Random& random, const Route& route, const Scene& scene);

}  // namespace frontdesk::fuzz
