// PUT /api/auth/me and PUT /api/auth/update-password.
#include "command-api/facades/clinic_queue/routes.hpp"
#include "command-api/facades/clinic_queue/typed_password.hpp"
#include "schemas/wire/accounts.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr std::size_t profile_bytes_max = 14 * 1024 * 1024;  // a picture may come as base64
constexpr std::size_t name_characters_max = 100;

bool anybody(const auth::Caller&) { return true; }

std::optional<std::string> optional_name(wire::Fields& fields, std::string_view name, std::string_view too_short) {
  return fields.text(name,
                     {.min = 3, .too_short = too_short, .max = name_characters_max, .required = false, .shown = true});
}

http::Response profile_changed(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  return wire::json_answer(200, wire::success_without_data("Profile updated successfully"));
}

void change_profile(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
                    http::Respond respond) {
  const auto body = wire::read_body(*request, {.bytes_max = profile_bytes_max, .multipart = true});
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  const auto& input = std::get<wire::Input>(body);
  wire::Fields fields(input);
  const auto first_name = optional_name(fields, "firstName", "First name must be at least 3 characters");
  const auto last_name = optional_name(fields, "lastName", "Last name must be at least 3 characters");
  std::optional<std::string> picture;
  if (input.member("profilePicture").type() != wire::Input::Type::null) {
    picture = fields.text("profilePicture", {.required = false, .empty_is_absent = true});
  }
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  // No format is read yet; least of all is a text taken for a path or an address to fetch from.
  if (picture) return respond(wire::bad_request("Unsupported image format"));
  deployment.executions.run(
      request,
      {.route = "PUT /api/auth/me",
       .unit = deployment.settings.topics.identity_unit(caller.user_id),
       .actor = caller.user_id,
       .decide = on<identity::Context>(identity::ChangeProfile{
           .user_id = {caller.user_id}, .first_name = first_name, .last_name = last_name, .at = {}}),
       .word = profile_changed,
       .target = "",
       .ignores_client_key = true},
      std::move(respond));
}

http::Response password_changed(const units::Answer& answer) {
  // Another change came first: what was checked is the old password no more.
  if (answer.outcome == units::Outcome::refused && answer.refusal == "credential_changed") {
    return refusal_answer("wrong_old_password");
  }
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  return wire::json_answer(200, wire::success_without_data("Success"));
}

void append_password(const Deployment& deployment, const RequestPtr& request, const identity::Credential& credential,
                     const std::string& hash, http::Respond respond) {
  deployment.executions.run(
      request,
      {.route = "PUT /api/auth/update-password",
       .unit = deployment.settings.topics.identity_unit(credential.user_id.value),
       .actor = credential.user_id.value,
       .decide = on<identity::Context>(identity::ChangePassword{
           .user_id = credential.user_id, .credential_version = credential.version, .password_hash = hash, .at = {}}),
       .word = password_changed,
       .target = "",
       .ignores_client_key = true},
      std::move(respond));
}

void exchange_password(const Deployment& deployment, const RequestPtr& request, const TypedPassword& old_password,
                       const std::string& new_password, const std::optional<identity::Credential>& credential,
                       const http::Respond& respond) {
  check(deployment, old_password, credential ? credential->password_hash : std::string(), respond,
        [&deployment, request, new_password, credential, respond](bool right) {
          if (!right) return respond(refusal_answer("wrong_old_password"));
          deployment.passwords.hash(new_password,
                                    [&deployment, request, credential = *credential, respond](const auto& hash) {
                                      if (!hash) return respond(wire::unavailable_answer());
                                      append_password(deployment, request, credential, *hash, respond);
                                    });
        });
}

void update_password(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
                     const http::Respond& respond) {
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto old_password =
      fields.text("oldPassword", {.min = 6, .too_short = "Old password must be at least 6 characters"});
  const auto new_password = fields.new_password("newPassword", "New password must be at least 6 characters");
  fields.text("confirmNewPassword", {.min = 6, .too_short = "Confirm new password must be at least 6 characters"});
  fields.same("confirmNewPassword", "newPassword", "New passwords do not match");
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));

  const TypedPassword typed{caller.account.email, *old_password, request->peer};
  if (refused_as_guessing(deployment, typed, respond)) return;
  deployment.executions.read(
      deployment.settings.topics.identity_unit(caller.user_id),
      [&deployment, request, typed, new_password = *new_password, user_id = caller.user_id,
       respond](const units::Fold* fold) {
        if (fold == nullptr) return respond(wire::unavailable_answer());
        exchange_password(deployment, request, typed, new_password,
                          identity::credential_of(fold->of<identity::Context>(), identity::UserId{user_id}), respond);
      });
}
}  // namespace

void add_profile_routes(http::Router& router, const Deployment& deployment) {
  router.add("PUT", "/api/auth/me",
             authenticated(deployment, anybody, [&deployment](const auto& request, const auto& caller, auto respond) {
               change_profile(deployment, request, caller, std::move(respond));
             }));
  router.add("PUT", "/api/auth/update-password",
             authenticated(deployment, anybody, [&deployment](const auto& request, const auto& caller, auto respond) {
               update_password(deployment, request, caller, respond);
             }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
