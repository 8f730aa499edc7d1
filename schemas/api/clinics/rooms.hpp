#pragma once
#include "schemas/api/clinics/queues.hpp"

// The room of a queue: contract 004, section 5. What is told there stands with the queues and their tokens; when:
// realtime-gateway/stream/log_stream.hpp.
namespace frontdesk::api::clinics {

extern const Route<OneQueue> join_queue;
extern const Route<OneQueue> leave_queue;

Resource rooms_resource();

}  // namespace frontdesk::api::clinics
