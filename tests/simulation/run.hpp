#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "platform/units/sabotage.hpp"

namespace frontdesk::simulation {

struct Result {
  std::vector<std::string> violations;
  std::string story;  // what happened, in one line
  std::uint64_t answered = 0;
  std::uint64_t accepted = 0;
  std::uint64_t terms = 0;
  std::uint64_t crashes = 0;
};

// Half a minute of a unit's life, in virtual time: one or two instances that own it in turn, sometimes both, clients
// that retry, and whatever faults the seed draws. Then the faults end, and everything must come to rest.
Result run(std::uint64_t seed, const units::Sabotage& sabotage = {});

}  // namespace frontdesk::simulation
