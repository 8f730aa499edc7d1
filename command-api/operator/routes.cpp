#include "command-api/operator/routes.hpp"

#include "command-api/folds/folds.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/clinics/accounts.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::operators {

namespace {
using RequestPtr = std::shared_ptr<const http::Request>;

http::Response operator_answer(int status, std::string_view message, std::string_view user_id = {}) {
  wire::ObjectWriter out;
  out.boolean("ok", status == 200);
  if (!user_id.empty()) out.text("userId", user_id);
  return api::json_answer(status, out.text("message", message).take());
}

http::Response refused(std::string_view code) {
  if (code == "email_exists") return operator_answer(409, "An account with this e-mail exists.");
  if (code == "user_not_found") return operator_answer(404, "No account has this e-mail.");
  return operator_answer(400, code);
}

template <class Command>
Execution execution(const Deployment& deployment, const std::string& email, Command command, std::string message) {
  const auto user_id = command.user_id.value;
  return {.route = "operator",
          .unit = deployment.settings.topics.identity_unit(identity::folded(email)),
          .actor = "operator",
          .decide =
              [command = std::move(command)](const units::Fold& fold, Instant at) mutable {
                command.at = at;
                return decided(identity::decide(fold.of<identity::Context>(), command));
              },
          .word =
              [message = std::move(message), user_id](const units::Answer& answer) {
                if (answer.outcome == units::Outcome::refused) return refused(answer.refusal);
                return operator_answer(200, message, user_id);
              },
          .target = email,
          .ignores_client_key = true};
}

void grant_admin(const Deployment& deployment, const RequestPtr& request, const std::string& email,
                 const std::string& user_id, http::Respond respond) {
  deployment.executions.run(
      request,
      execution(deployment, email, identity::GrantRole{{user_id}, identity::events::Role::admin, {}},
                email + " is an administrator."),
      std::move(respond));
}

void create(const Deployment& deployment, const RequestPtr& request, const wire::Input& input,
            const http::Respond& respond) {
  wire::Fields fields(input);
  const auto email = fields.email("email");
  const auto password = fields.new_password("password", "Password must be at least 6 characters");
  const auto first_name = fields.text("firstName", {.required = false}).value_or("Front");
  const auto last_name = fields.text("lastName", {.required = false}).value_or("Desk");
  if (fields.faulty()) return respond(operator_answer(400, fields.faults().front().message));
  const auto& topics = deployment.settings.topics;
  identity::RegisterUser command{.user_id = {mint_uuid(topics.identity_unit(identity::folded(*email)), topics)},
                                 .email = *email,
                                 .first_name = first_name,
                                 .last_name = last_name,
                                 .password_hash = "",
                                 .profile_picture = api::clinics::first_profile_picture(first_name, last_name),
                                 .at = {}};
  deployment.passwords.hash(
      *password, [&deployment, request, command, respond](const std::optional<std::string>& hash) {
        if (!hash) return respond(operator_answer(503, api::words::unavailable));
        auto registration = command;
        registration.password_hash = *hash;
        const auto email_of = command.email;
        const auto user_id = command.user_id.value;
        deployment.executions.run(request, execution(deployment, email_of, registration, "registered"),
                                  [&deployment, request, email_of, user_id, respond](http::Response response) {
                                    if (response.status != 200) return respond(std::move(response));
                                    grant_admin(deployment, request, email_of, user_id, respond);
                                  });
      });
}

void change(const Deployment& deployment, const RequestPtr& request, const std::string& action,
            const std::string& email, const http::Respond& respond) {
  const auto unit = deployment.settings.topics.identity_unit(identity::folded(email));
  deployment.executions.read(unit, [&deployment, request, action, email, respond](const units::Fold* fold) {
    if (fold == nullptr) return respond(operator_answer(503, api::words::unavailable));
    const auto credential = identity::credential_of(fold->of<identity::Context>(), email);
    if (!credential) return respond(refused("user_not_found"));
    const auto& id = credential->user_id;
    if (action == "promote") return grant_admin(deployment, request, email, id.value, respond);
    if (action == "disable") {
      return deployment.executions.run(
          request, execution(deployment, email, identity::DisableAccount{id, {}}, email + " is disabled."), respond);
    }
    deployment.executions.run(
        request, execution(deployment, email, identity::EnableAccount{id, {}}, email + " is enabled."), respond);
  });
}

void handle(const Deployment& deployment, const RequestPtr& request, http::Respond respond) {
  const auto& secret = deployment.settings.operator_token;
  if (secret.empty() || !auth::equal_constant_time(request->header("x-operator-token"), secret)) {
    return respond(operator_answer(401, "Unauthorized"));
  }
  const auto input = wire::Input::from_json(request->body);
  if (!input) return respond(operator_answer(400, api::words::invalid_json));
  wire::Fields fields(*input);
  const auto action = fields.option("action", {"create", "promote", "disable", "enable"}, true);
  const auto email = fields.email("email");
  if (fields.faulty()) return respond(operator_answer(400, fields.faults().front().message));
  if (*action == "create") return create(deployment, request, *input, std::move(respond));
  change(deployment, request, *action, *email, std::move(respond));
}
}  // namespace

void add_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/internal/operator/accounts", [&deployment](const RequestPtr& request, http::Respond respond) {
    handle(deployment, request, std::move(respond));
  });
}

}  // namespace frontdesk::command_api::operators
