#include "platform/units/confirmed.hpp"

#include <algorithm>
#include <utility>

#include "platform/units/records.hpp"

namespace frontdesk::units {

void Confirmed::apply(const event_log::Record& record, const EventView& event) {
  last_time = std::max(last_time, event.time);
  if (event.type != record_type::command_answered) fold->apply(event);
  if (auto answer = remembered_of(record, event)) dedupe.remember(std::move(answer));
  dedupe.forget_before(last_time);
}

}  // namespace frontdesk::units
