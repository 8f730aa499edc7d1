#pragma once
#include <string>
#include <vector>

#include "tests/simulation/broker.hpp"
#include "tests/simulation/history.hpp"

namespace frontdesk::simulation {

// Holds what clients and readers were told against the log as the acceptance rule reads it. Returns what was broken,
// empty if nothing. What is held: no acknowledged command lost, none applied twice, none refused and applied, every
// refusal true at some moment between call and answer, numbers without gaps, a keyed command leaves exactly one record,
// an answer's state is the log's.
std::vector<std::string> check(const History& history, const Broker& broker);

}  // namespace frontdesk::simulation
