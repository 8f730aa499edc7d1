#include "command-api/throttling/password_guesses.hpp"

#include "platform/auth/password.hpp"
#include "platform/logging/log.hpp"

namespace frontdesk::command_api {

namespace {
// KEYS: of the account, of the address. ARGV: their limits, the window. The answer is the seconds to wait, or 0.
constexpr std::string_view look = R"(
local wait = 0
for i = 1, 2 do
  local limit = tonumber(ARGV[i])
  if limit > 0 and tonumber(redis.call('GET', KEYS[i]) or '0') >= limit then
    wait = math.max(wait, redis.call('TTL', KEYS[i]), 1)
  end
end
if wait > 0 then return wait end
)";
constexpr std::string_view count_both = R"(
for i = 1, 2 do
  if tonumber(ARGV[i]) > 0 and redis.call('INCR', KEYS[i]) == 1 then redis.call('EXPIRE', KEYS[i], ARGV[3]) end
end
)";
constexpr std::string_view clear_account = "redis.call('DEL', KEYS[1])\n";
constexpr std::string_view go_on = "return 0";
}  // namespace

PasswordGuesses::PasswordGuesses(redis::Pool& redis, Limits limits) : redis_(redis), limits_(limits) {}

std::optional<long long> PasswordGuesses::before(const Guess& guess) { return run("", guess); }

std::optional<long long> PasswordGuesses::after_wrong(const Guess& guess) { return run(count_both, guess); }

std::optional<long long> PasswordGuesses::after_right(const Guess& guess) { return run(clear_account, guess); }

std::optional<long long> PasswordGuesses::run(std::string_view script, const Guess& guess) {
  if (limits_.per_account == 0 && limits_.per_address == 0) return std::nullopt;
  try {
    // No e-mail lies in Redis longer than it must.
    const auto reply = redis_.borrow()->command(
        {"EVAL", std::string(look).append(script).append(go_on), "2",
         "guesses:account:" + auth::sha256_hex(guess.account), "guesses:address:" + guess.address,
         std::to_string(limits_.per_account), std::to_string(limits_.per_address), std::to_string(limits_.window_s)});
    if (reply.type == redis::Reply::Type::error) {
      logging::error("password guesses are not counted", {{"error", reply.text}});
      return std::nullopt;
    }
    if (reply.integer > 0) return reply.integer;
  } catch (const redis::Unavailable& unavailable) {
    logging::warn("password guesses are not counted", {{"error", unavailable.what()}});
  }
  return std::nullopt;
}

}  // namespace frontdesk::command_api
