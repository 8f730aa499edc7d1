// POST /api/auth/register, PUT /api/auth/me and PUT /api/auth/update-password.
#include "schemas/api/clinics/accounts.hpp"

#include "command-api/facades/clinics/passwords.hpp"
#include "command-api/facades/clinics/routes.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::ChangeProfile;
using api::clinics::Register;
using api::clinics::UpdatePassword;

Next register_user(const Asked<Register>& asked, const Deployment& deployment) {
  const auto& given = asked.input;
  const auto hash = deployment.steps.password_hash(given.password);
  const auto unit = deployment.settings.topics.identity_unit(identity::folded(given.email));
  const auto user_id = mint_uuid(unit, deployment.settings.topics);
  auto command = asked.command<identity::Context>(
      unit, "",
      identity::RegisterUser{.user_id = {user_id},
                             .email = given.email,
                             .first_name = given.first_name,
                             .last_name = given.last_name,
                             .password_hash = hash,
                             .profile_picture = api::clinics::first_profile_picture(given.first_name, given.last_name),
                             .at = {}});
  command.actor = user_id;
  return command;
}

Next change_profile(const Asked<ChangeProfile>& asked, const Deployment& deployment) {
  // No format is read yet; least of all is a text taken for a path or an address to fetch from.
  if (asked.input.picture) return asked.refuse("unsupported_image");
  return asked.command<identity::Context>(deployment.settings.topics.identity_unit(asked.caller.user_id), "",
                                          identity::ChangeProfile{.user_id = {asked.caller.user_id},
                                                                  .first_name = asked.input.first_name,
                                                                  .last_name = asked.input.last_name,
                                                                  .at = {}});
}

Next update_password(const Asked<UpdatePassword>& asked, const Deployment& deployment) {
  const auto& user_id = asked.caller.user_id;
  const TypedPassword typed{asked.caller.account.email, asked.input.old_password, asked.request->peer};
  if (const auto wait_s = wait_after_guesses(deployment, typed)) return asked.too_many_attempts(*wait_s);
  const auto unit = deployment.settings.topics.identity_unit(user_id);
  const auto credential = deployment.steps.read<identity::Context>(
      unit, [&](const auto& state) { return identity::credential_of(state, identity::UserId{user_id}); });
  const auto checked = check(deployment, typed, credential ? credential->password_hash : std::string());
  if (checked.wait_s) return asked.too_many_attempts(*checked.wait_s);
  if (!checked.right) return asked.refuse("wrong_old_password");
  return asked.command<identity::Context>(
      unit, "",
      identity::ChangePassword{.user_id = credential->user_id,
                               .credential_version = credential->version,
                               .password_hash = deployment.steps.password_hash(asked.input.new_password),
                               .at = {}});
}
}  // namespace

void add_account_routes(Commands& commands, const Deployment& deployment) {
  commands.on_waiting_thread<Register>(deployment.threads.passwords, api::clinics::register_user,
                                       [&deployment](const auto& asked) { return register_user(asked, deployment); });
  commands.on<ChangeProfile>(api::clinics::change_profile,
                             [&deployment](const auto& asked) { return change_profile(asked, deployment); });
  commands.on_waiting_thread<UpdatePassword>(
      deployment.threads.passwords, api::clinics::update_password,
      [&deployment](const auto& asked) { return update_password(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
