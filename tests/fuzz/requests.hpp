#pragma once
#include <cstdint>

#include "tests/fuzz/exchange.hpp"

namespace frontdesk::fuzz {

// The `index`-th exchange of a seed: HTTP requests of every kind, at the gateway and the edge WebSockets too. Pure: the
// same arguments give the same bytes.
Exchange make_exchange(std::uint64_t seed, std::uint64_t index, Door door, const Scene& scene);

}  // namespace frontdesk::fuzz
