#pragma once
#include <chrono>
#include <mutex>
#include <string>

#include "platform/redis/redis.hpp"
#include "realtime-gateway/presence/presence_store.hpp"

namespace frontdesk::realtime_gateway {

// In Redis: a sorted set of gateways by the time at which each counts as dead (one entry a beat, whoever is there), a
// set of users for each gateway, and a hash of the statuses that were set. Time is Redis's. Any thread, one at a time.
class RedisPresence final : public PresenceStore {
 public:
  // `gateway`: unlike any other's, also unlike that of this program's last run.
  RedisPresence(const std::string& redis_url, std::string gateway, std::chrono::milliseconds expiry);

  Users come(const Users& users) override;
  Users go(const Users& users) override;
  bool beat() override;
  Users bury() override;
  std::vector<std::string> statuses(const Users& users) override;
  bool set_status(const std::string& user, const std::string& status) override;

 private:
  redis::Reply run(const char* script, const std::string& argument, const Users& users);
  Users in_portions(const char* script, const Users& users);

  std::mutex mutex_;
  redis::Connection redis_;
  const std::string gateway_;
  const std::string expiry_ms_;
};

}  // namespace frontdesk::realtime_gateway
