#pragma once
#include <memory>

#include "platform/event_log/blocking_calls.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/event_log/kafka.hpp"

namespace frontdesk::event_log::kafka {

// One idempotent producer for one unit, so that dropping one disturbs no other. Connects in the background; what is
// appended meanwhile waits. After the first record that is not known to be durable it writes nothing more: every later
// append ends as `unknown`, too.
std::unique_ptr<Appender> open_appender(const KafkaOptions& options, const UnitId& unit, Executor& executor,
                                        std::shared_ptr<BlockingCalls> blocking_calls);

}  // namespace frontdesk::event_log::kafka
