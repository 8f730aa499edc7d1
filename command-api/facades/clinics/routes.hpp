#pragma once
#include "command-api/commands/commands.hpp"
#include "command-api/deployment.hpp"
#include "command-api/folds/folds.hpp"

// The commands of family 004, clinics (schemas/api/clinics).
namespace frontdesk::command_api::clinics {

void add_account_routes(Commands& commands, const Deployment& deployment);
void add_session_routes(Commands& commands, const Deployment& deployment);
void add_clinic_routes(Commands& commands, const Deployment& deployment);
void add_staff_routes(Commands& commands, const Deployment& deployment);
void add_queue_routes(Commands& commands, const Deployment& deployment);
void add_desk_routes(Commands& commands, const Deployment& deployment);
void add_token_routes(Commands& commands, const Deployment& deployment);

}  // namespace frontdesk::command_api::clinics
