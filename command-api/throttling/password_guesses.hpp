#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "platform/redis/redis.hpp"

namespace frontdesk::command_api {

// Wrong passwords within a window, counted by account and by address (contract 004, section 2). The counts lie in
// Redis with an expiry, so they outlive this process and are shared by all; while Redis is away every guess passes, for
// a login must not depend on it. Thread-safe; each call blocks for a round trip to Redis.
class PasswordGuesses {
 public:
  struct Limits {
    int per_account = 10;  // 0: no limit
    int per_address = 100;
    int window_s = 15 * 60;  // from the first wrong password on
  };
  PasswordGuesses(redis::Pool& redis, Limits limits);

  // Known and unknown accounts alike, by the e-mail as folded for comparison.
  struct Guess {
    std::string account;
    std::string address;
  };
  // Each returns the seconds to wait when there were too many, else nullopt. All three say so: of guesses under way at
  // the same time no more than the limit learn anything.
  std::optional<long long> before(const Guess& guess);
  std::optional<long long> after_wrong(const Guess& guess);  // counts it
  std::optional<long long> after_right(const Guess& guess);  // clears the account's count

 private:
  std::optional<long long> run(std::string_view script, const Guess& guess);
  redis::Pool& redis_;
  Limits limits_;
};

}  // namespace frontdesk::command_api
