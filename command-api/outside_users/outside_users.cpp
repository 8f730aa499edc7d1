#include "command-api/outside_users/outside_users.hpp"

#include <algorithm>
#include <future>

#include "command-api/folds/folds.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/roles.hpp"
#include "schemas/read_models/outside_users.hpp"
#include "schemas/wire/text_forms.hpp"

namespace frontdesk::command_api {

namespace {
constexpr int done = 204;

// What people read, where there is something to read.
std::optional<std::string> shown(const std::string& text) {
  return wire::shows_nothing(text) ? std::nullopt : std::optional(text);
}

// A token that names no role that we know is a customer's: the role with the fewest rights that every API lets in.
identity::events::Role role_of(const auth::Claims& claims) {
  const auto stored = api::role_named(claims.role);
  return stored ? identity::events::role_from(*stored).value() : identity::events::Role::buyer;
}

identity::AdmitOutsideUser command_of(const auth::Claims& claims) {
  return {.user_id = {claims.user_id},
          .role = role_of(claims),
          .profile_id = claims.profile_id,
          .name = shown(claims.name),
          .email = shown(claims.email),
          .picture = shown(claims.picture),
          .at = {}};
}

http::Response answer_with(int status) {
  http::Response response;
  response.status = status;
  response.content_type.clear();
  return response;
}

bool readable(const http::Response& response) {
  return response.status == done &&
         std::none_of(response.headers.begin(), response.headers.end(),
                      [](const auto& field) { return field.first == "Frontdesk-Projection"; });
}
}  // namespace

bool FirstUses::admit(std::string_view /*token*/, const auth::Claims& claims) {
  auto request = std::make_shared<http::Request>();
  request->method = "POST";
  request->path = auth::outside_users_path;
  request->received_at = std::chrono::steady_clock::now();
  auto promise = std::make_shared<std::promise<bool>>();
  auto answered = promise->get_future();
  admit(request, claims, [promise](const http::Response& response) { promise->set_value(readable(response)); });
  return answered.get();
}

void FirstUses::add_route(http::Router& router, const auth::Tokens& tokens) {
  router.add("POST", auth::outside_users_path,
             [this, &tokens](const std::shared_ptr<const http::Request>& request, const http::Respond& respond) {
               const auto token = api::token_of(api::manners_of(request->path), *request).token;
               const auto verified = tokens.verify(token, wall_clock_now());
               const auto* claims = std::get_if<auth::Claims>(&verified);
               if (claims == nullptr || claims->user_id.empty() || auth::refused_first_use(*claims)) {
                 return respond(answer_with(401));
               }
               admit(request, *claims, [respond](const http::Response& response) {
                 respond(answer_with(readable(response) ? done : 503));
               });
             });
}

void FirstUses::admit(const std::shared_ptr<const http::Request>& request, const auth::Claims& claims,
                      http::Respond respond) {
  executions_.run(request,
                  {.route = "first use",
                   .unit = topics_.identity_unit(claims.user_id),
                   .actor = claims.user_id,
                   .decide =
                       [command = command_of(claims)](const units::Fold& fold, Instant at) mutable {
                         command.at = at;
                         return decided(identity::decide(fold.of<identity::Context>(), command));
                       },
                   .word = [](const units::Answer&) -> Worded { return answer_with(done); },
                   .target = claims.user_id,
                   .ignores_client_key = true},
                  std::move(respond));
}

}  // namespace frontdesk::command_api
