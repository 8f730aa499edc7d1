#pragma once
#include "schemas/api/clinics/queues.hpp"
#include "schemas/api/push.hpp"

// The room of a queue and what is told there: contract 004, section 5.
namespace frontdesk::api::clinics {

extern const Route<OneQueue> join_queue;
extern const Route<OneQueue> leave_queue;

std::vector<PushDescription> pushes();

}  // namespace frontdesk::api::clinics
