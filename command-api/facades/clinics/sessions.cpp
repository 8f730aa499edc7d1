// POST /api/auth/login, /refresh-token and /logout, DELETE /api/auth/sessions/:id.
#include "command-api/commands/steps.hpp"
#include "command-api/facades/clinics/device.hpp"
#include "command-api/facades/clinics/passwords.hpp"
#include "command-api/facades/clinics/routes.hpp"
#include "platform/event_log/partitioning.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/clinics/accounts.hpp"
#include "schemas/api/roles.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::EndSession;
using api::clinics::LogIn;
using api::clinics::LogOut;
using api::clinics::Refresh;

constexpr std::int64_t refresh_life_ms = 7LL * 24 * 60 * 60 * 1000;
constexpr std::size_t refresh_token_bytes = 64;
constexpr auto turn_patience = std::chrono::seconds(15);  // the server's own answer comes after 25

Instant refresh_ends_at() { return {wall_clock_now().ms + refresh_life_ms}; }

// Lands in the partition of its account, so that the token alone finds its unit.
std::string mint_refresh_token(const event_log::UnitId& unit, const event_log::Topics& topics) {
  return event_log::mint_id(unit.partition, topics.identity_partitions,
                            [] { return auth::random_hex(refresh_token_bytes); });
}

rows::Account account_row(const identity::UserId& id, const identity::Account& account) {
  rows::Account row;
  row.id = id.value;
  row.email = account.email;
  row.first_name = account.first_name;
  row.last_name = account.last_name;
  row.role = text_of(account.role);
  row.profile_picture = account.profile_picture;
  row.disabled = account.disabled;
  row.created_at = account.registered_at;
  if (account.clinic_id) row.clinic_id = account.clinic_id->value;
  return row;
}

auth::Claims claims_of(const rows::Account& account, const std::string& session_id) {
  auth::Claims claims;
  claims.user_id = account.id;
  claims.role = api::role_said(&api::RoleWords::clinics, account.role);
  claims.email = account.email;
  claims.name = account.first_name + " " + account.last_name;
  claims.session_id = session_id;
  return claims;
}

// A pair of tokens that is due to whoever asked.
struct Pair {
  api::Wording wording;
  auth::Signatures& signatures;
  auth::Signatures::Place place;
  std::string refresh_token;
};

// Answers with the pair, and with who it is for where that is told, once the access token is signed.
template <class Event>
Worded paired(const Pair& pair, const units::Answer& answer, bool tell_user) {
  if (answer.outcome == units::Outcome::refused) return pair.wording.refused(answer.refusal);
  const auto event = event_of<Event>(answer);
  const auto account = account_row(event.user_id, answer.confirmed->of<identity::Context>().accounts.at(event.user_id));
  const auto user = tell_user ? api::clinics::user.json(account) : std::string();
  return WordedLater([pair, user, claims = claims_of(account, event.session_id.value)](const http::Respond& respond) {
    pair.signatures.sign(pair.place, claims, [pair, user, respond](const std::optional<std::string>& access_token) {
      if (!access_token)
        return respond(api::error_answer(pair.wording.manners, pair.wording.path, 503, api::words::unavailable));
      wire::ObjectWriter data;
      if (!user.empty()) data.raw("user", user);
      data.text("accessToken", *access_token).text("refreshToken", pair.refresh_token);
      respond(api::uncached(pair.wording.succeeded(data.take())));
    });
  });
}

// Logins and refreshes take turns on their way to a signature. Waits for it.
template <class In>
auth::Signatures::Place signing_place(const Asked<In>& asked, const Deployment& deployment) {
  auto promise = std::make_shared<std::promise<std::optional<auth::Signatures::Place>>>();
  auto place = promise->get_future();
  deployment.signatures.in_turn(asked.request->received_at + turn_patience,
                                [promise](auto given) { promise->set_value(std::move(given)); });
  auto given = place.get();
  if (!given) throw StepUnavailable();
  return *std::move(given);
}

Next log_in(const Asked<LogIn>& asked, const Deployment& deployment) {
  const auto& topics = deployment.settings.topics;
  const TypedPassword typed{asked.input.email, asked.input.password, asked.request->peer};
  if (const auto wait_s = wait_after_guesses(deployment, typed)) return asked.too_many_attempts(*wait_s);
  const auto unit = topics.identity_unit(identity::folded(typed.email));
  const auto credential = deployment.steps.read<identity::Context>(
      unit, [&](const auto& state) { return identity::credential_of(state, typed.email); });
  const auto checked = check(deployment, typed, credential ? credential->password_hash : std::string());
  if (checked.wait_s) return asked.too_many_attempts(*checked.wait_s);
  if (!checked.right) return asked.refuse("wrong_login");
  if (credential->disabled) return asked.refuse("account_disabled");
  const auto place = signing_place(asked, deployment);

  const auto refresh_token = mint_refresh_token(unit, topics);
  const auto device = device_of(*asked.request, asked.input.user_agent);
  auto command =
      asked.command<identity::Context>(unit, "",
                                       identity::OpenSession{.session_id = {mint_uuid(unit, topics)},
                                                             .user_id = credential->user_id,
                                                             .credential_version = credential->version,
                                                             .refresh_token_hash = auth::sha256_hex(refresh_token),
                                                             .user_agent = device.user_agent,
                                                             .address = device.address,
                                                             .at = {},
                                                             .expires_at = refresh_ends_at()});
  command.actor = credential->user_id.value;
  command.word = [pair =
                      Pair{asked.wording, deployment.signatures, place, refresh_token}](const units::Answer& answer) {
    return paired<identity::events::SessionOpened>(pair, answer, true);
  };
  return command;
}

Next refresh(const Asked<Refresh>& asked, const Deployment& deployment) {
  // Asked before the token is spent: who would not get the new one keeps the old one.
  const auto place = signing_place(asked, deployment);
  const auto& topics = deployment.settings.topics;
  const auto unit = topics.identity_unit(asked.input.refresh_token);
  const auto new_token = mint_refresh_token(unit, topics);
  const auto device = device_of(*asked.request, asked.input.user_agent);
  auto command = asked.command<identity::Context>(
      unit, "",
      identity::RefreshSession{.token_hash = auth::sha256_hex(asked.input.refresh_token),
                               .new_token_hash = auth::sha256_hex(new_token),
                               .reuse_grace_ms = deployment.settings.refresh_reuse_grace_ms,
                               .user_agent = device.user_agent,
                               .address = device.address,
                               .at = {},
                               .expires_at = refresh_ends_at()});
  command.actor = "session";
  command.word =
      [pair = Pair{asked.wording, deployment.signatures, place, new_token}](const units::Answer& answer) -> Worded {
    const bool reused = answer.event != nullptr && answer.event->type == identity::events::RefreshTokenReused::type;
    if (reused) return pair.wording.refused("unauthorized");
    return paired<identity::events::SessionRefreshed>(pair, answer, false);
  };
  return command;
}

Next log_out(const Asked<LogOut>& asked, const Deployment& deployment) {
  auto command = asked.command<identity::Context>(
      deployment.settings.topics.identity_unit(asked.input.refresh_token), "",
      identity::EndSession{.token_hash = auth::sha256_hex(asked.input.refresh_token), .at = {}});
  command.actor = "session";
  // Also for an unknown or spent token: whoever logs out has nothing left to be told.
  command.word = [wording = asked.wording](const units::Answer&) -> Worded { return wording.succeeded("null"); };
  return command;
}

Next end_session(const Asked<EndSession>& asked, const Deployment& deployment) {
  return asked.command<identity::Context>(
      deployment.settings.topics.identity_unit(asked.caller.user_id), asked.input.session_id,
      identity::RevokeSession{.session_id = {asked.input.session_id}, .user_id = {asked.caller.user_id}, .at = {}});
}
}  // namespace

void add_session_routes(Commands& commands, const Deployment& deployment) {
  commands.on_waiting_thread<LogIn>(deployment.threads.passwords, api::clinics::log_in,
                                    [&deployment](const auto& asked) { return log_in(asked, deployment); });
  commands.on_waiting_thread<Refresh>(deployment.threads.refreshes, api::clinics::refresh_session,
                                      [&deployment](const auto& asked) { return refresh(asked, deployment); });
  commands.on<LogOut>(api::clinics::log_out, [&deployment](const auto& asked) { return log_out(asked, deployment); });
  commands.on<EndSession>(api::clinics::end_session,
                          [&deployment](const auto& asked) { return end_session(asked, deployment); });
}

}  // namespace frontdesk::command_api::clinics
