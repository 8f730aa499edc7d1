#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "platform/event_log/event_log.hpp"
#include "platform/units/command.hpp"
#include "platform/units/dedupe.hpp"

namespace frontdesk::units {

// What every record of a term carries, whatever it says.
struct Envelope {
  std::string_view source;
  std::string_view unit;
  std::string_view term;
  std::uint64_t number = 0;
  std::string_view previous_hash;
  Instant time;
};

event_log::NewRecord term_started_record(std::string_view source, std::string_view unit, std::string_view term,
                                         Instant time);
// `version` is the event's number within its subject, from 1.
event_log::NewRecord event_record(const Envelope& envelope, EventDraft event, const Command& command,
                                  std::uint64_t version);
// The record of a keyed command that left no event: `outcome` is refused or nothing.
event_log::NewRecord answer_record(const Envelope& envelope, Outcome outcome, std::string_view refusal,
                                   const Command& command);

// Of a record that one of the above made. Views into `record`.
EventView event_of(const event_log::Record& record);
// Null when the record's command had no key. Throws std::runtime_error when a CommandAnswered cannot be read.
std::shared_ptr<const Remembered> remembered_of(const event_log::Record& record, const EventView& event);

}  // namespace frontdesk::units
