#include "schemas/wire/accounts.hpp"
#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr std::size_t name_characters_max = 100;

struct Registration {
  std::string first_name;
  std::string last_name;
  std::string email;
  std::string password;
};

std::optional<Registration> read_registration(wire::Fields& fields) {
  const auto first_name = fields.text(
      "firstName",
      {.min = 3, .too_short = "First name must be at least 3 characters", .max = name_characters_max, .shown = true});
  const auto last_name = fields.text(
      "lastName",
      {.min = 3, .too_short = "Last name must be at least 3 characters", .max = name_characters_max, .shown = true});
  const auto email = fields.email("email");
  const auto password = fields.new_password("password", "Password must be at least 6 characters");
  fields.text("confirmPassword", {.min = 6, .too_short = "Password must be at least 6 characters"});
  fields.same("confirmPassword", "password", "Passwords do not match");
  if (fields.faulty()) return std::nullopt;
  return Registration{*first_name, *last_name, *email, *password};
}

http::Response registered(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  return wire::json_answer(200, wire::success("Registered successfully. Please login to continue.", "null"));
}

void append_registration(const Deployment& deployment, const RequestPtr& request, const Registration& registration,
                         const std::string& password_hash, http::Respond respond) {
  const auto unit = deployment.settings.topics.identity_unit(identity::folded(registration.email));
  const auto user_id = mint_uuid(unit, deployment.settings.topics);
  deployment.executions.run(
      request,
      {.route = "POST /api/auth/register",
       .unit = unit,
       .actor = user_id,
       .decide = on<identity::Context>(identity::RegisterUser{
           .user_id = {user_id},
           .email = registration.email,
           .first_name = registration.first_name,
           .last_name = registration.last_name,
           .password_hash = password_hash,
           .profile_picture = wire::first_profile_picture(registration.first_name, registration.last_name),
           .at = {}}),
       .word = registered,
       .target = "",
       .ignores_client_key = true},
      std::move(respond));
}

void register_user(const Deployment& deployment, const RequestPtr& request, const http::Respond& respond) {
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto registration = read_registration(fields);
  if (!registration) return respond(wire::invalid_answer(wire::invalid_body, fields));
  deployment.passwords.hash(registration->password, [&deployment, request, registration = *registration,
                                                     respond](const std::optional<std::string>& hash) {
    if (!hash) return respond(wire::unavailable_answer());
    append_registration(deployment, request, registration, *hash, respond);
  });
}
}  // namespace

void add_account_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/auth/register", [&deployment](const RequestPtr& request, http::Respond respond) {
    register_user(deployment, request, std::move(respond));
  });
}

}  // namespace frontdesk::command_api::clinic_queue_facade
