#pragma once
#include <string>
#include <vector>

#include "tests/fuzz/exchange.hpp"
#include "tests/fuzz/random.hpp"

namespace frontdesk::fuzz {

// Header lines without their CRLF. None of them moves the end of the request: Content-Length, Transfer-Encoding,
// Connection and Host are the framing's.
std::vector<std::string> make_headers(Random& random, const Scene& scene);

}  // namespace frontdesk::fuzz
