#pragma once
#include <cstdlib>
#include <string>

namespace frontdesk::test_support {

// How often a race is run: FRONTDESK_ROUNDS, else what fits an everyday run.
inline int rounds(int everyday) {
  const char* wanted = std::getenv("FRONTDESK_ROUNDS");
  return wanted != nullptr ? std::stoi(wanted) : everyday;
}

}  // namespace frontdesk::test_support
