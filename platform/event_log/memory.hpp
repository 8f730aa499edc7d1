#pragma once
#include <memory>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"

namespace frontdesk::event_log {

// A log in this process, for tests and the simulation. Survives its readers and writers ("crashes").
// Faults (lost, late and reordered acknowledgements, skipped records) are injected by tests/simulation on top of it.
std::shared_ptr<EventLog> make_memory_log(Executor& executor);

}  // namespace frontdesk::event_log
