#pragma once
#include "command-api/deployment.hpp"
#include "platform/http/router.hpp"

// What an operator may do and no route of a contract does: make administrators, disable and enable accounts. Called by
// `./frontdesk admin …` on the loopback address, with the secret of the data directory.
namespace frontdesk::command_api::operators {

void add_routes(http::Router& router, const Deployment& deployment);

}  // namespace frontdesk::command_api::operators
