#pragma once
#include "command-api/commands/commands.hpp"
#include "command-api/deployment.hpp"
#include "command-api/folds/folds.hpp"

// The commands of family 001, appointment chat (schemas/api/appointment_chat).
namespace frontdesk::command_api::appointment_chat {

void add_message_routes(Commands& commands, const Deployment& deployment);

}  // namespace frontdesk::command_api::appointment_chat
