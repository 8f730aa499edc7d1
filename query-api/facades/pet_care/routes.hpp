#pragma once
#include "query-api/deployment.hpp"
#include "query-api/reads/reads.hpp"

// The reads of family 000, pet care (schemas/api/pet_care).
namespace frontdesk::query_api::pet_care {

void add_care_room_routes(Reads& reads, const Deployment& deployment);
void add_message_routes(Reads& reads, const Deployment& deployment);

}  // namespace frontdesk::query_api::pet_care
