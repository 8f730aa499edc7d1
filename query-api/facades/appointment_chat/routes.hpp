#pragma once
#include "query-api/deployment.hpp"
#include "query-api/reads/reads.hpp"

// The reads of family 001, appointment chat (schemas/api/appointment_chat).
namespace frontdesk::query_api::appointment_chat {

void add_message_routes(Reads& reads, const Deployment& deployment);

}  // namespace frontdesk::query_api::appointment_chat
