#include "realtime-gateway/presence/redis_presence.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

// A script holds up everybody else's commands meanwhile.
constexpr std::size_t users_at_once = 500;

constexpr const char* gateways_key = "frontdesk:presence:gateways";
constexpr const char* users_prefix = "frontdesk:presence:users:";
constexpr const char* statuses_key = "frontdesk:presence:statuses";

// KEYS as above; ARGV[1] is this gateway, but where another thing is said.
constexpr const char* lives_elsewhere = R"(
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local alive = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')
local function is_anywhere(user)
  for _, gateway in ipairs(alive) do
    if redis.call('SISMEMBER', KEYS[2] .. gateway, user) == 1 then return true end
  end
  return false
end
)";

constexpr const char* come_script = R"(
local new = {}
for i = 2, #ARGV do
  if not is_anywhere(ARGV[i]) then new[#new + 1] = ARGV[i] end
  redis.call('SADD', KEYS[2] .. ARGV[1], ARGV[i])
end
return new
)";

constexpr const char* go_script = R"(
local gone = {}
for i = 2, #ARGV do
  if redis.call('SREM', KEYS[2] .. ARGV[1], ARGV[i]) == 1 and not is_anywhere(ARGV[i]) then
    redis.call('HDEL', KEYS[3], ARGV[i])
    gone[#gone + 1] = ARGV[i]
  end
end
return gone
)";

// ARGV[2]: the expiry.
constexpr const char* beat_script = R"(
return redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
)";

constexpr const char* bury_script = R"(
local gone = {}
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  for _, user in ipairs(redis.call('SMEMBERS', KEYS[2] .. dead)) do
    redis.call('SREM', KEYS[2] .. dead, user)
    if not is_anywhere(user) then
      redis.call('HDEL', KEYS[3], user)
      gone[#gone + 1] = user
    end
  end
  redis.call('ZREM', KEYS[1], dead)
end
return gone
)";

constexpr const char* statuses_script = R"(
local statuses = {}
for i = 2, #ARGV do
  statuses[#statuses + 1] = is_anywhere(ARGV[i]) and (redis.call('HGET', KEYS[3], ARGV[i]) or 'online') or 'offline'
end
return statuses
)";

// ARGV[1]: the status.
constexpr const char* set_status_script = R"(
if not is_anywhere(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[3], ARGV[2], ARGV[1])
return 1
)";

void append_texts(const redis::Reply& reply, std::vector<std::string>& texts) {
  for (const auto& element : reply.elements) texts.push_back(element.text);
}

}  // namespace

RedisPresence::RedisPresence(const std::string& redis_url, std::string gateway, std::chrono::milliseconds expiry)
    : redis_(redis_url), gateway_(std::move(gateway)), expiry_ms_(std::to_string(expiry.count())) {}

redis::Reply RedisPresence::run(const char* script, const std::string& argument, const Users& users) {
  redis::Arguments command{
      "EVAL", std::string(lives_elsewhere) + script, "3", gateways_key, users_prefix, statuses_key, argument};
  command.insert(command.end(), users.begin(), users.end());
  const std::lock_guard lock(mutex_);
  auto reply = redis_.command(command);
  if (reply.type == redis::Reply::Type::error) throw std::runtime_error("presence: " + reply.text);
  return reply;
}

RedisPresence::Users RedisPresence::in_portions(const char* script, const Users& users) {
  Users all;
  for (std::size_t from = 0; from < users.size(); from += users_at_once) {
    const auto begin = users.begin() + static_cast<std::ptrdiff_t>(from);
    const auto count = std::min(users_at_once, users.size() - from);
    append_texts(run(script, gateway_, {begin, begin + static_cast<std::ptrdiff_t>(count)}), all);
  }
  return all;
}

RedisPresence::Users RedisPresence::come(const Users& users) { return in_portions(come_script, users); }
RedisPresence::Users RedisPresence::go(const Users& users) { return in_portions(go_script, users); }
std::vector<std::string> RedisPresence::statuses(const Users& users) { return in_portions(statuses_script, users); }

bool RedisPresence::beat() { return run(beat_script, gateway_, {expiry_ms_}).integer == 0; }

RedisPresence::Users RedisPresence::bury() {
  Users gone;
  append_texts(run(bury_script, gateway_, {}), gone);
  return gone;
}

bool RedisPresence::set_status(const std::string& user, const std::string& status) {
  return run(set_status_script, status, {user}).integer == 1;
}

}  // namespace frontdesk::realtime_gateway
