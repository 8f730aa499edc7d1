#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "command-api/facades/clinic_queue/typed_password.hpp"
#include "platform/event_log/partitioning.hpp"
#include "platform/http/target.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/wire/accounts.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/text_forms.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr std::int64_t refresh_life_ms = 7LL * 24 * 60 * 60 * 1000;
constexpr std::size_t refresh_token_bytes = 64;
constexpr std::size_t user_agent_characters_max = 512;    // of a device's; the rest is not kept
constexpr auto turn_patience = std::chrono::seconds(15);  // the server's own answer comes after 25
constexpr std::string_view wrong_login = "Invalid email or password";

struct Device {
  std::string user_agent;
  std::string address;
};

// A header may hold any bytes; those that are not UTF-8 are Latin-1, as HTTP once had it.
std::string text_of_header(std::string_view bytes) {
  if (http::is_utf8(bytes)) return std::string(bytes);
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) text += static_cast<char>(0xC0 | (byte >> 6));
    text += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte);
  }
  return text;
}

Device device_of(const http::Request& request, const std::optional<std::string>& given) {
  const auto user_agent = given ? *given : text_of_header(request.header("user-agent"));
  return {std::string(wire::first_units(user_agent, user_agent_characters_max)), request.peer};
}

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
  claims.role = account.role;
  claims.email = account.email;
  claims.name = account.first_name + " " + account.last_name;
  claims.session_id = session_id;
  return claims;
}

// A pair of tokens that is due to whoever asked.
struct Pair {
  auth::Signatures& signatures;
  auth::Signatures::Place place;
  std::string refresh_token;
};

// The response that `respond_with` makes of the access token, once that is signed.
WordedLater when_signed(const Pair& pair, auth::Claims claims,
                        std::function<http::Response(const std::string& access_token)> respond_with) {
  return [pair, claims = std::move(claims), respond_with = std::move(respond_with)](const http::Respond& respond) {
    pair.signatures.sign(pair.place, claims, [respond_with, respond](const std::optional<std::string>& token) {
      respond(token ? respond_with(*token) : wire::unavailable_answer());
    });
  };
}

Worded logged_in(const Pair& pair, const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  const auto event = event_of<identity::events::SessionOpened>(answer);
  const auto& accounts = answer.confirmed->of<identity::Context>().accounts;
  const auto account = account_row(event.user_id, accounts.at(event.user_id));
  return when_signed(pair, claims_of(account, event.session_id.value),
                     [user = wire::user_json(account), refresh_token = pair.refresh_token](const auto& access_token) {
                       const auto data = wire::ObjectWriter()
                                             .raw("user", user)
                                             .text("accessToken", access_token)
                                             .text("refreshToken", refresh_token)
                                             .take();
                       return wire::token_answer(wire::success("Logged in successfully", data));
                     });
}

struct Login {
  TypedPassword typed;
  Device device;
};

void open_session(const Deployment& deployment, const RequestPtr& request, const Login& login,
                  const identity::Credential& credential, const auth::Signatures::Place& place, http::Respond respond) {
  const auto& topics = deployment.settings.topics;
  const auto unit = topics.identity_unit(identity::folded(login.typed.email));
  const auto refresh_token = mint_refresh_token(unit, topics);
  const auto expires_at = Instant{wall_clock_now().ms + refresh_life_ms};
  deployment.executions.run(
      request,
      {.route = "POST /api/auth/login",
       .unit = unit,
       .actor = credential.user_id.value,
       .decide = on<identity::Context>(identity::OpenSession{.session_id = {mint_uuid(unit, topics)},
                                                             .user_id = credential.user_id,
                                                             .credential_version = credential.version,
                                                             .refresh_token_hash = auth::sha256_hex(refresh_token),
                                                             .user_agent = login.device.user_agent,
                                                             .address = login.device.address,
                                                             .at = {},
                                                             .expires_at = expires_at}),
       .word = [pair = Pair{deployment.signatures, place, refresh_token}](const units::Answer& answer) -> Worded {
         // The password changed while the old one was being checked: it is simply wrong now.
         if (answer.outcome == units::Outcome::refused && answer.refusal == "credential_changed") {
           return wire::unauthorized_answer(wrong_login);
         }
         return logged_in(pair, answer);
       },
       .target = "",
       .ignores_client_key = true},
      std::move(respond));
}

void check_password(const Deployment& deployment, const RequestPtr& request, const Login& login,
                    const std::optional<identity::Credential>& credential, const http::Respond& respond) {
  check(deployment, login.typed, credential ? credential->password_hash : std::string(), respond,
        [&deployment, request, login, credential, respond](bool right) {
          if (!right) return respond(wire::unauthorized_answer(wrong_login));
          if (credential->disabled) return respond(wire::unauthorized_answer(wire::account_disabled));
          deployment.signatures.in_turn(request->received_at + turn_patience,
                                        [&deployment, request, login, credential, respond](const auto& place) {
                                          if (!place) return respond(wire::unavailable_answer());
                                          open_session(deployment, request, login, *credential, *place, respond);
                                        });
        });
}

void log_in(const Deployment& deployment, const RequestPtr& request, const http::Respond& respond) {
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto email = fields.email("email");
  const auto password = fields.text("password", {.min = 6, .too_short = "Password must be at least 6 characters"});
  const auto user_agent = fields.nested_text("deviceInfo", "userAgent");
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  const Login login{{*email, *password, request->peer}, device_of(*request, user_agent)};
  if (refused_as_guessing(deployment, login.typed, respond)) return;
  deployment.executions.read(deployment.settings.topics.identity_unit(identity::folded(login.typed.email)),
                             [&deployment, request, login, respond](const units::Fold* fold) {
                               if (fold == nullptr) return respond(wire::unavailable_answer());
                               check_password(deployment, request, login,
                                              identity::credential_of(fold->of<identity::Context>(), login.typed.email),
                                              respond);
                             });
}

Worded refreshed(const Pair& pair, const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  if (answer.event->type == identity::events::RefreshTokenReused::type) return wire::unauthorized_answer();
  const auto event = event_of<identity::events::SessionRefreshed>(answer);
  const auto& accounts = answer.confirmed->of<identity::Context>().accounts;
  const auto account = account_row(event.user_id, accounts.at(event.user_id));
  return when_signed(
      pair, claims_of(account, event.session_id.value), [refresh_token = pair.refresh_token](const auto& access_token) {
        const auto data =
            wire::ObjectWriter().text("accessToken", access_token).text("refreshToken", refresh_token).take();
        return wire::token_answer(wire::success("Success", data));
      });
}

void exchange(const Deployment& deployment, const RequestPtr& request, const std::string& token, const Device& device,
              const auth::Signatures::Place& place, http::Respond respond) {
  const auto& topics = deployment.settings.topics;
  const auto unit = topics.identity_unit(token);
  const auto new_token = mint_refresh_token(unit, topics);
  deployment.executions.run(request,
                            {.route = "POST /api/auth/refresh-token",
                             .unit = unit,
                             .actor = "session",
                             .decide = on<identity::Context>(
                                 identity::RefreshSession{.token_hash = auth::sha256_hex(token),
                                                          .new_token_hash = auth::sha256_hex(new_token),
                                                          .reuse_grace_ms = deployment.settings.refresh_reuse_grace_ms,
                                                          .user_agent = device.user_agent,
                                                          .address = device.address,
                                                          .at = {},
                                                          .expires_at = {wall_clock_now().ms + refresh_life_ms}}),
                             .word = [pair = Pair{deployment.signatures, place, new_token}](
                                         const units::Answer& answer) { return refreshed(pair, answer); },
                             .target = "",
                             .ignores_client_key = true},
                            std::move(respond));
}

void refresh(const Deployment& deployment, const RequestPtr& request, const http::Respond& respond) {
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto token = fields.text("refreshToken", {.min = 1, .too_short = "Refresh token is required"});
  const auto user_agent = fields.nested_text("deviceInfo", "userAgent");
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  // Before the token is spent: who is sent away, or has gone, keeps it.
  deployment.signatures.in_turn(
      request->received_at + turn_patience,
      [&deployment, request, token = *token, device = device_of(*request, user_agent), respond](const auto& place) {
        if (!place) return respond(wire::unavailable_answer());
        exchange(deployment, request, token, device, *place, respond);
      });
}

void log_out(const Deployment& deployment, const RequestPtr& request, http::Respond respond) {
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto token = fields.text("refreshToken", {.min = 1, .too_short = "Refresh token is required"});
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  deployment.executions.run(
      request,
      {.route = "POST /api/auth/logout",
       .unit = deployment.settings.topics.identity_unit(*token),
       .actor = "session",
       .decide = on<identity::Context>(identity::EndSession{.token_hash = auth::sha256_hex(*token), .at = {}}),
       .word =
           [](const units::Answer&) {
             return wire::json_answer(200, wire::success("Logged out successfully", "null"));
           },
       .target = "",
       .ignores_client_key = true},
      std::move(respond));
}

bool anybody(const auth::Caller&) { return true; }

http::Response revoked(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  return wire::json_answer(200, wire::success("Session ended successfully", "null"));
}

void revoke(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
            http::Respond respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto session_id = parameters.uuid("id");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  deployment.executions.run(request,
                            {.route = "DELETE /api/auth/sessions/:id",
                             .unit = deployment.settings.topics.identity_unit(caller.user_id),
                             .actor = caller.user_id,
                             .decide = on<identity::Context>(identity::RevokeSession{
                                 .session_id = {*session_id}, .user_id = {caller.user_id}, .at = {}}),
                             .word = revoked,
                             .target = *session_id,
                             .ignores_client_key = true},
                            std::move(respond));
}
}  // namespace

void add_session_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/auth/login", [&deployment](const RequestPtr& request, http::Respond respond) {
    log_in(deployment, request, std::move(respond));
  });
  router.add("POST", "/api/auth/refresh-token", [&deployment](const RequestPtr& request, const http::Respond& respond) {
    refresh(deployment, request, respond);
  });
  router.add("POST", "/api/auth/logout", [&deployment](const RequestPtr& request, http::Respond respond) {
    log_out(deployment, request, std::move(respond));
  });
  router.add("DELETE", "/api/auth/sessions/:id",
             authenticated(deployment, anybody, [&deployment](const auto& request, const auto& caller, auto respond) {
               revoke(deployment, request, caller, std::move(respond));
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
