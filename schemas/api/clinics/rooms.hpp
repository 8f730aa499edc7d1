#pragma once
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/push.hpp"

// Who is told what, and the room of a queue: contract 004, section 5. When: realtime-gateway/stream/log_stream.hpp.
namespace frontdesk::api::clinics {

extern const Route<OneQueue> join_queue;
extern const Route<OneQueue> leave_queue;

inline constexpr std::string_view queue_room = "queue";

std::vector<PushDescription> pushes();
std::vector<RowPush> row_pushes();

}  // namespace frontdesk::api::clinics
