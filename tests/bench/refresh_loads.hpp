#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/bench/clinic_loads.hpp"

namespace frontdesk::bench {

// Devices that are logged in: each has the one living refresh token of a session of its own, so all of them may refresh
// at once. Every session costs a login, and so a bcrypt, before anything is measured. They belong to the patients of
// `days` in turn.
class LoggedInDevices {
 public:
  LoggedInDevices(const ClinicDays& days, std::size_t count);

  std::size_t count() const { return refresh_tokens_.size(); }
  std::string refresh_request(std::size_t device) const;
  // Takes the next token from the answer to that.
  void refreshed(std::size_t device, const std::string& answer);

 private:
  std::vector<std::string> refresh_tokens_;
};

// One take every 10 ms from the queues from `first_queue` on, whether the ones before are answered or not, each timed
// from when it was due. Throws std::runtime_error when a take fails or the queues do not last.
Measured take_tokens_at_leisure(const ClinicDays& days, const InstanceProcesses& instance, std::size_t first_queue,
                                std::chrono::milliseconds duration);

struct BesideRefreshes {
  Measured takes, refreshes;
};
// The same while every device refreshes, and refreshes again as soon as it has its new pair.
BesideRefreshes take_tokens_beside_refreshes(const ClinicDays& days, const InstanceProcesses& instance,
                                             std::size_t first_queue, LoggedInDevices& devices,
                                             std::chrono::milliseconds duration);

}  // namespace frontdesk::bench
