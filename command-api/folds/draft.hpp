#pragma once
#include <string>
#include <variant>

#include "domain/decision.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/units/fold.hpp"

// From what a context decides to what its unit appends.
namespace frontdesk::command_api {

// Any context's event, by its generated functions.
template <class Event>
units::EventDraft draft(const Event& event) {
  auto place = place_of(event);
  return {.context = std::string(context_of(event)),
          .type = std::string(type_of(event)),
          .schema_version = version_of(event),
          .key = std::move(place.key),
          .subject = std::move(place.subject),
          .payload = encode(event)};
}

// What a decider decided, as the unit takes it.
template <class Event>
units::Decided decided(const domain::Decision<Event>& decision) {
  if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) {
    return units::Refused{std::string(rejection->code)};
  }
  if (std::holds_alternative<domain::NoChange>(decision)) return units::Nothing{};
  return draft(std::get<Event>(decision));
}

// Throws std::logic_error when the record's key belongs to another unit: there its readers would never look for it.
void require_home(const units::EventDraft& draft, const event_log::UnitId& unit, const event_log::Topics& topics);

}  // namespace frontdesk::command_api
