#pragma once
#include "platform/http/router.hpp"
#include "query-api/deployment.hpp"

// Reads of contract 004, "Clinic queue".
namespace frontdesk::query_api::clinic_queue {

void add_account_routes(http::Router& router, const Deployment& deployment);
void add_clinic_routes(http::Router& router, const Deployment& deployment);
void add_queue_routes(http::Router& router, const Deployment& deployment);
void add_token_routes(http::Router& router, const Deployment& deployment);

}  // namespace frontdesk::query_api::clinic_queue
