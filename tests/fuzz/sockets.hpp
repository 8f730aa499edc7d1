#pragma once
#include "tests/fuzz/exchange.hpp"
#include "tests/fuzz/random.hpp"

namespace frontdesk::fuzz {

// A WebSocket at `/`: an upgrade, sound or odd, and what follows it: events with odd arguments, odd JSON, frames that
// break RFC 6455.
Exchange make_socket_exchange(Random& random, const Scene& scene);

}  // namespace frontdesk::fuzz
