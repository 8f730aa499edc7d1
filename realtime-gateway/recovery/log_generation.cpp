#include "realtime-gateway/recovery/log_generation.hpp"

#include <algorithm>
#include <utility>

#include "platform/auth/password.hpp"
#include "platform/logging/log.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::realtime_gateway {

LogGeneration::LogGeneration(event_log::EventLog& log, Executor& loop, const event_log::Topics& topics) : loop_(loop) {
  for (const auto& unit : topics.all_units()) {
    if (unit.topic != event_log::events_topic) continue;
    const auto partition = first_.size();
    first_.emplace_back();
    tails_.push_back(log.read_from(
        unit, 0,
        [this, partition](const std::vector<event_log::Record>& records) {
          if (!records.empty() && first_[partition].empty()) read(partition, records.front());
        },
        [unit](event_log::TailError, const std::string& detail) {
          logging::warn("no recovery is offered: the first record is gone",
                        {{"unit", event_log::to_string(unit)}, {"reason", detail}});
        }));
  }
}

void LogGeneration::read(std::size_t partition, const event_log::Record& first) {
  first_[partition] = units::record_hash(first.key, first.value, first.headers);
  // Posted: a tail must not be destroyed from within its own callback.
  loop_.post([this, partition, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) tails_[partition].reset();
  });
  if (std::any_of(first_.begin(), first_.end(), [](const auto& hash) { return hash.empty(); })) return;
  std::string all;
  for (const auto& hash : first_) all += hash;
  constexpr std::size_t digits = 16;
  text_ = auth::sha256_hex(all).substr(0, digits);
}

}  // namespace frontdesk::realtime_gateway
