#pragma once
#include "command-api/commands/commands.hpp"
#include "command-api/deployment.hpp"
#include "command-api/folds/folds.hpp"

// The commands of family 000, pet care (schemas/api/pet_care).
namespace frontdesk::command_api::pet_care {

void add_appointment_routes(Commands& commands, const Deployment& deployment);
void add_message_routes(Commands& commands, const Deployment& deployment);
void add_care_room_routes(Commands& commands, const Deployment& deployment);
void add_simulated_login_routes(Commands& commands, const Deployment& deployment);

}  // namespace frontdesk::command_api::pet_care
