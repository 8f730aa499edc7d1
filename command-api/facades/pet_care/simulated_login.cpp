// POST /get-token.
#include "schemas/api/pet_care/simulated_login.hpp"

#include "command-api/facades/pet_care/routes.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/api/roles.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::pet_care {

namespace {
using api::pet_care::GetToken;
using identity::events::role_from;

Next get_token(const Asked<GetToken>& asked, const Deployment& deployment) {
  if (!deployment.settings.simulated_login) return asked.refuse("simulated_login_off");
  const auto& user_id = asked.input.user_id;
  auto command = asked.command<identity::Context>(
      deployment.settings.topics.identity_unit(user_id), "",
      identity::LogInSimulated{.user_id = {user_id},
                               .role = asked.input.role ? role_from(*asked.input.role) : std::nullopt,
                               .usual_role = role_from(api::pet_care::usual_role_of(user_id)).value(),
                               .at = {}});
  command.actor = user_id;
  command.word = [wording = asked.wording, &tokens = deployment.tokens,
                  user_id](const units::Answer& answer) -> Worded {
    if (answer.outcome == units::Outcome::refused) return wording.refused(answer.refusal);
    const auto role = answer.confirmed->of<identity::Context>().accounts.at({user_id}).role;
    const auto token =
        tokens.sign_simulated(user_id, api::role_said(wording.manners.role, text_of(role)), wall_clock_now());
    return api::uncached(wording.succeeded(wire::ObjectWriter().text("token", token).take()));
  };
  return command;
}
}  // namespace

void add_simulated_login_routes(Commands& commands, const Deployment& deployment) {
  for (const auto* route : {&api::pet_care::get_token, &api::pet_care::get_token_under_api}) {
    commands.on<GetToken>(*route, [&deployment](const auto& asked) { return get_token(asked, deployment); });
  }
}

}  // namespace frontdesk::command_api::pet_care
