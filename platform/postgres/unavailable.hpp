#pragma once
#include <stdexcept>

namespace frontdesk::postgres {

// PostgreSQL cannot be reached (down, starting, frozen, connection lost). Retryable.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace frontdesk::postgres
