#pragma once
#include "platform/event_log/event_log.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::test_support {

// Appends to a unit, straight to Kafka (KAFKA_BROKERS), what its owner would write next: with its term, the next number
// and the chain, whatever the event says. Every reader accepts it. Returns its offset. Throws std::runtime_error.
std::int64_t write_as_owner(const event_log::UnitId& unit, units::EventDraft event);

}  // namespace frontdesk::test_support
