#pragma once
#include <string>

#include "tests/bench/measured.hpp"

namespace frontdesk::bench {

// All records of the log, projected anew into rows beside those that are shown, until they take their place. An
// operation is a record. Throws std::runtime_error when it takes longer than anybody waits.
Measured rebuild(const std::string& database_url, const class InstanceProcesses& instance);

}  // namespace frontdesk::bench
