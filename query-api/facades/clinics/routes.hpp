#pragma once
#include "query-api/deployment.hpp"
#include "query-api/reads/reads.hpp"

// The reads of family 004, clinics (schemas/api/clinics).
namespace frontdesk::query_api::clinics {

void add_account_routes(Reads& reads, const Deployment& deployment);
void add_clinic_routes(Reads& reads, const Deployment& deployment);
void add_queue_routes(Reads& reads, const Deployment& deployment);
void add_token_routes(Reads& reads, const Deployment& deployment);

}  // namespace frontdesk::query_api::clinics
