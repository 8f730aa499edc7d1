#include "schemas/api/clinics/tokens.hpp"

#include "command-api/facades/clinics/routes.hpp"
#include "schemas/read_models/told_rows.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::ReturnToken;
using api::clinics::TakeToken;

std::string token_shown(const units::Answer& answer) {
  return api::clinics::token.json(rows::row_of(event_of<clinic_queue::events::TokenIssued>(answer)));
}

Next take(const Asked<TakeToken>& asked, const Deployment& deployment) {
  const auto unit = deployment.settings.topics.events_unit(asked.input.queue_id);
  auto command = asked.command<clinic_queue::Context>(
      unit, asked.input.queue_id,
      clinic_queue::TakeToken{.queue_id = {asked.input.queue_id},
                              .token_id = {mint_uuid(unit, deployment.settings.topics)},
                              .patient_id = {asked.caller.user_id},
                              .at = {},
                              .refuse_after_closing = deployment.settings.refuse_after_closing});
  command.unit_by_content = true;
  return asked.showing(std::move(command), token_shown);
}

Next give_back(const Asked<ReturnToken>& asked, const Deployment& deployment) {
  return asked.command<clinic_queue::Context>(
      deployment.settings.topics.events_unit(asked.input.token_id), asked.input.token_id,
      clinic_queue::ReturnToken{.token_id = {asked.input.token_id}, .patient_id = {asked.caller.user_id}, .at = {}});
}
}  // namespace

void add_token_routes(Commands& commands, const Deployment& deployment) {
  commands.on<TakeToken>(api::clinics::take_token,
                         [&deployment](const auto& asked) { return take(asked, deployment); });
  commands.on<ReturnToken>(api::clinics::return_token,
                           [&deployment](const auto& asked) { return give_back(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
