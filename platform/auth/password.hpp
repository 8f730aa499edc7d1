#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::auth {

// bcrypt ($2b$, cost 10) on a bounded pool of its own threads at low priority (nice +10), so that hashing never delays
// other requests. Thread-safe. Callbacks run on the pool's threads; only "busy" (the queue is full, or the pool is
// stopped) is told on the calling or stopping thread.
class PasswordPool {
 public:
  struct Options {
    int threads = 1;
    std::size_t queue_max = 256;
    int cost = 10;
  };
  explicit PasswordPool(Options options);
  ~PasswordPool();
  enum class Check { right, wrong, busy };
  // nullopt: busy. A password of more than 72 bytes or with a NUL is std::invalid_argument: bcrypt would cut it.
  void hash(std::string password, std::function<void(std::optional<std::string> hash)> done);
  // An empty or malformed `hash`, or a password that bcrypt would cut, costs the same time and is `wrong` (unknown
  // accounts look like known ones).
  void check(std::string password, std::string hash, std::function<void(Check)> done);
  // Finishes what a thread is at and tells all others that wait, and all that come, "busy". Afterwards nothing is
  // called on the pool's threads.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Lower-case hex.
std::string sha256_hex(std::string_view bytes);
std::string random_hex(std::size_t bytes);  // kernel CSPRNG
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace frontdesk::auth
