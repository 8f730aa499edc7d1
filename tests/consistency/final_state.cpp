#include "tests/consistency/final_state.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "platform/redis/positioned_cache.hpp"
#include "schemas/api/clinics/queues.hpp"

namespace frontdesk::test_support {

namespace {
// A state on the way may look like the final one, so what the screen shows counts once nothing more comes.
std::string last_update(QueueScreen& screen, const std::string& expected) {
  constexpr std::chrono::milliseconds quiet{15};
  eventually(
      [&] {
        screen.await(expected);
        std::this_thread::sleep_for(quiet);
        return screen.settled() == expected;
      },
      std::chrono::seconds(5));
  return screen.settled();
}
}  // namespace

std::string redis_url() {
  const char* url = std::getenv("REDIS_URL");
  if (url == nullptr) throw std::runtime_error("REDIS_URL is not set");
  return url;
}

FinalState::FinalState() : caches_(redis_url()) {}

std::string FinalState::cached(const std::string& queue_id) {
  const auto stored = caches_.mget({"queue:" + queue_id}).front();
  const auto entry = redis::parse_cached(stored);
  if (!entry) return "not cached";
  const auto row = rows::from_cache<rows::Queue>(entry->value);
  return row ? api::clinics::queue_status.json(*row) : "no row: " + std::string(entry->value);
}

Json FinalState::expect_everywhere(ClinicClient& client, const Person& reader, const std::string& queue_id,
                                   QueueScreen& screen) {
  const auto held = cached(queue_id);  // before the read, which would fill a gap
  auto status = client.get("/api/queues/" + queue_id + "/status", reader.access_token).json()["data"];
  EXPECT_EQ(held, status.dump()) << "the cache";
  EXPECT_EQ(last_update(screen, status.dump()), status.dump()) << "the last update";
  return status;
}

}  // namespace frontdesk::test_support
