#pragma once
#include <stdexcept>
#include <string>

#include "platform/units/command.hpp"

namespace frontdesk::command_api {

// The event of an accepted answer, which is always one that this build has appended or folded.
template <class Event>
Event event_of(const units::Answer& answer) {
  const auto& view = *answer.event;
  if (view.type != Event::type) throw std::logic_error("the answer is another event: " + std::string(view.type));
  return Event::decode(view.schema_version, view.payload);
}

}  // namespace frontdesk::command_api
