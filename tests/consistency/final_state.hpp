#pragma once
#include <string>

#include "platform/redis/redis.hpp"
#include "tests/support/clinic.hpp"
#include "tests/support/queue_screen.hpp"

namespace frontdesk::test_support {

std::string redis_url();  // REDIS_URL; throws std::runtime_error when it is not set

// What is left when a race is over: everything that shows a queue must show the same.
class FinalState {
 public:
  FinalState();  // throws as redis_url()

  // The status that Redis holds, printed as a status read prints it; "not cached" when it holds none.
  std::string cached(const std::string& queue_id);
  // A status read, the entry in Redis behind it and the last update that the screen was sent agree. Returns the status.
  Json expect_everywhere(ClinicClient& client, const Person& reader, const std::string& queue_id, QueueScreen& screen);

 private:
  redis::Connection caches_;
};

}  // namespace frontdesk::test_support
