#pragma once
#include "command-api/deployment.hpp"
#include "platform/http/router.hpp"

// Commands of contract 004, "Clinic queue".
namespace frontdesk::command_api::clinic_queue_facade {

void add_account_routes(http::Router& router, const Deployment& deployment);
void add_profile_routes(http::Router& router, const Deployment& deployment);
void add_session_routes(http::Router& router, const Deployment& deployment);
void add_clinic_routes(http::Router& router, const Deployment& deployment);
void add_staff_routes(http::Router& router, const Deployment& deployment);
void add_clinic_change_routes(http::Router& router, const Deployment& deployment);
void add_queue_routes(http::Router& router, const Deployment& deployment);
void add_token_routes(http::Router& router, const Deployment& deployment);
// For the realtime gateway alone, never through the edge.
void add_socket_routes(http::Router& router, const Deployment& deployment);

}  // namespace frontdesk::command_api::clinic_queue_facade
