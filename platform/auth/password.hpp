#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::auth {

// bcrypt ($2b$, cost 10) on a bounded pool of its own threads at low priority, so that hashing never delays other requests. A full
// queue answers nullopt/false at once via `busy`. Thread-safe. Callbacks run on the pool's threads.
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
  void hash(std::string password, std::function<void(std::optional<std::string> hash)> done);  // nullopt: busy
  // An empty or malformed `hash` costs the same time and is `wrong` (unknown accounts look like known ones).
  void check(std::string password, std::string hash, std::function<void(Check)> done);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Lower-case hex.
std::string sha256_hex(std::string_view bytes);
std::string random_hex(std::size_t bytes);  // kernel CSPRNG
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace frontdesk::auth
