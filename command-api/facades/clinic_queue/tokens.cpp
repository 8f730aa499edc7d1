#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
bool is_patient(const auth::Caller& caller) { return caller.is_patient(); }

http::Response token_issued(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  const auto event = event_of<clinic_queue::events::TokenIssued>(answer);
  rows::Token token;
  token.id = event.token_id.value;
  token.queue_id = event.queue_id.value;
  token.patient_id = event.patient_id.value;
  token.token_number = event.token_number;
  token.status = "WAITING";
  token.created_at = event.issued_at;
  return wire::json_answer(201, wire::success("Token generated successfully", wire::to_json(token)));
}

void take(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller, http::Respond respond) {
  wire::Fields query(wire::read_query(*request));
  query.only({});
  if (query.faulty()) return respond(wire::invalid_answer(wire::invalid_query, query));
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto queue_id = fields.uuid("queueId");
  fields.only({"queueId"});
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));

  const auto unit = deployment.settings.topics.events_unit(*queue_id);
  deployment.executions.run(request,
                            {.route = "POST /api/tokens",
                             .unit = unit,
                             .actor = caller.user_id,
                             .decide = on<clinic_queue::Context>(clinic_queue::TakeToken{
                                 .queue_id = {*queue_id},
                                 .token_id = {mint_uuid(unit, deployment.settings.topics)},
                                 .patient_id = {caller.user_id},
                                 .at = {},
                                 .refuse_after_closing = deployment.settings.refuse_after_closing}),
                             .word = token_issued,
                             .target = *queue_id,
                             .content = fields.content(),
                             .unit_by_content = true},
                            std::move(respond));
}

// A body is not needed here, but what it holds is refused like any other extra key.
std::optional<http::Response> refusal_of_body(const http::Request& request) {
  const auto body = wire::read_body(request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return *refused;
  const auto& input = std::get<wire::Input>(body);
  if (input.type() == wire::Input::Type::undefined) return std::nullopt;
  wire::Fields fields(input);
  fields.only({});
  if (!fields.faulty()) return std::nullopt;
  return wire::invalid_answer(wire::invalid_body, fields);
}

void give_back(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
               http::Respond respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto token_id = parameters.uuid("tokenId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  wire::Fields query(wire::read_query(*request));
  query.only({});
  if (query.faulty()) return respond(wire::invalid_answer(wire::invalid_query, query));
  if (const auto refused = refusal_of_body(*request)) return respond(*refused);

  deployment.executions.run(request,
                            {.route = "DELETE /api/tokens/:tokenId",
                             .unit = deployment.settings.topics.events_unit(*token_id),
                             .actor = caller.user_id,
                             .decide = on<clinic_queue::Context>(clinic_queue::ReturnToken{
                                 .token_id = {*token_id}, .patient_id = {caller.user_id}, .at = {}}),
                             .word =
                                 [](const units::Answer& answer) {
                                   if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
                                   return wire::json_answer(200, wire::success("Token deleted successfully", "null"));
                                 },
                             .target = *token_id},
                            std::move(respond));
}
}  // namespace

void add_token_routes(http::Router& router, const Deployment& deployment) {
  router.add(
      "POST", "/api/tokens",
      authenticated(deployment, is_patient, [&deployment](const auto& request, const auto& caller, auto respond) {
        take(deployment, request, caller, std::move(respond));
      }));
  router.add(
      "DELETE", "/api/tokens/:tokenId",
      authenticated(deployment, is_patient, [&deployment](const auto& request, const auto& caller, auto respond) {
        give_back(deployment, request, caller, std::move(respond));
      }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
