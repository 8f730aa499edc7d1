#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinic_queue/reading.hpp"
#include "query-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::query_api::clinic_queue {

namespace {
http::Response token_answer(const std::optional<rows::Token>& token) {
  const auto data = token ? wire::to_json(*token) : std::string("null");
  return wire::json_answer(200, wire::success("Token fetched successfully", data));
}

http::Response own(const Deployment& deployment, const http::Request& request, const auth::Caller& caller) {
  if (!caller.is_patient()) return wire::unauthorized_answer();
  wire::Fields parameters(wire::read_path_parameters(request));
  const auto patient_id = parameters.uuid("patientId");
  if (parameters.faulty()) return wire::invalid_answer(wire::invalid_params, parameters);
  wire::Fields query(wire::read_query(request));
  query.only({});
  if (query.faulty()) return wire::invalid_answer(wire::invalid_query, query);
  if (*patient_id != caller.user_id) return wire::unauthorized_answer();
  return token_answer(deployment.queries.waiting_token_of(*patient_id, wall_clock_now()));
}

http::Response by_number(const Deployment& deployment, const http::Request& request, const auth::Caller& caller) {
  if (!caller.is_staff()) return wire::unauthorized_answer();
  wire::Fields parameters(wire::read_path_parameters(request));
  const auto queue_id = parameters.uuid("queueId");
  if (parameters.faulty()) return wire::invalid_answer(wire::invalid_params, parameters);
  wire::Fields query(wire::read_query(request));
  const auto number = query.number("tokenNumber", {.whole = true});
  const auto status = query.option("status", {"WAITING", "CALLED", "SKIPPED", "COMPLETED"}, true);
  query.only({"tokenNumber", "status"});
  if (query.faulty()) return wire::invalid_answer(wire::invalid_query, query);
  const auto queue = deployment.queries.queue(*queue_id);
  if (!queue) return token_answer(std::nullopt);
  if (!caller.is_staff_of(queue->queue.clinic_id)) return wire::unauthorized_answer();
  if (std::abs(*number) > 1e9) return token_answer(std::nullopt);
  return token_answer(
      deployment.queries.token_in_queue(*queue_id, static_cast<std::int64_t>(*number), *status, caller.clinic_id));
}
}  // namespace

void add_token_routes(http::Router& router, const Deployment& deployment) {
  router.add("GET", "/api/tokens/queue/:queueId",
             authenticated(deployment, [&deployment](const auto& request, const auto& caller) {
               return by_number(deployment, request, caller);
             }));
  router.add("GET", "/api/tokens/:patientId",
             authenticated(deployment, [&deployment](const auto& request, const auto& caller) {
               return own(deployment, request, caller);
             }));
}

}  // namespace frontdesk::query_api::clinic_queue
