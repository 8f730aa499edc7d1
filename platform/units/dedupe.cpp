#include "platform/units/dedupe.hpp"

#include <utility>

namespace frontdesk::units {

void Dedupe::remember(std::shared_ptr<const Remembered> answer) {
  by_time_.push_back(answer);
  const std::string_view id = answer->command_id;
  answers_.erase(id);  // the name of the old entry goes with it
  answers_.emplace(id, std::move(answer));
}

std::shared_ptr<const Remembered> Dedupe::find(const std::string& command_id, Instant now) const {
  const auto found = answers_.find(command_id);
  if (found == answers_.end() || expired(*found->second, now)) return nullptr;
  return found->second;
}

void Dedupe::forget_before(Instant now) {
  // More than one a record, so that a backlog shrinks; few, so that none is felt.
  constexpr int entries_max = 4;
  for (int i = 0; i < entries_max && !by_time_.empty() && expired(*by_time_.front(), now); ++i) {
    const auto found = answers_.find(by_time_.front()->command_id);
    if (found != answers_.end() && found->second == by_time_.front()) answers_.erase(found);
    by_time_.pop_front();
  }
}

}  // namespace frontdesk::units
