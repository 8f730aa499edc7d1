#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/http/answers.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr int default_queue_size = 50;

bool works_at_a_clinic(const auth::Caller& caller) { return caller.is_admin() || caller.is_staff(); }

http::Response opened(const units::Answer& answer) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  const auto event = event_of<clinic_queue::events::QueueOpened>(answer);
  rows::Queue queue;
  queue.id = event.queue_id.value;
  queue.clinic_id = event.clinic_id.value;
  queue.day_starts_at = event.day_starts_at;
  queue.is_active = true;
  queue.created_at = event.opened_at;
  queue.updated_at = event.opened_at;
  queue.max_queue_size = event.max_queue_size;
  queue.start_time = event.start_time;
  queue.end_time = event.end_time;
  return wire::json_answer(201, wire::success("Queue initialized successfully", wire::queue_json(queue)));
}

void open(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller, http::Respond respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto clinic_id = parameters.uuid("clinicId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto size = fields.number("maxQueueSize", {.min = 1, .max = 10000, .required = false, .whole = true});
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));

  const auto& topics = deployment.settings.topics;
  const auto unit = topics.events_unit(*clinic_id);
  clinic_queue::OpenQueue command{.queue_id = {mint_uuid(unit, topics)},
                                  .clinic_id = {*clinic_id},
                                  .max_queue_size = size ? static_cast<int>(*size) : default_queue_size,
                                  .day = {},
                                  .staff = staff_of(caller),
                                  .at = {}};
  deployment.executions.run(request,
                            {.route = "POST /api/queues/init/:clinicId",
                             .unit = unit,
                             .actor = caller.user_id,
                             .decide = [&calendar = deployment.calendar, command](
                                           const units::Fold& fold, Instant at) mutable -> units::Decided {
                               const auto& state = fold.of<clinic_queue::Context>();
                               const auto day = clinic_queue::today(state, command.clinic_id, at, calendar);
                               if (!day) return units::Refused{"clinic_not_found"};
                               command.day = *day;
                               command.at = at;
                               return decided(clinic_queue::decide(state, command));
                             },
                             .word = opened,
                             .target = *clinic_id,
                             .content = fields.content()},
                            std::move(respond));
}

rows::Queue row_of(const std::string& id, const clinic_queue::Queue& queue) {
  rows::Queue row;
  row.id = id;
  row.clinic_id = queue.clinic_id.value;
  row.day_starts_at = queue.day_starts_at;
  row.current_token_no = queue.current_token_number;
  row.is_active = queue.active;
  row.created_at = queue.opened_at;
  row.updated_at = queue.updated_at;
  row.max_queue_size = queue.size_max;
  row.start_time = queue.start_time;
  row.end_time = queue.end_time;
  return row;
}

http::Response switched(const units::Answer& answer, const std::string& queue_id, bool active) {
  if (answer.outcome == units::Outcome::refused) return refusal_answer(answer.refusal);
  auto queue = row_of(queue_id, answer.confirmed->of<clinic_queue::Context>().queues.at({queue_id}));
  // A repetition is answered as at first, though the queue may have been switched again since.
  queue.is_active = active;
  if (answer.event != nullptr) {
    queue.updated_at = active ? event_of<clinic_queue::events::QueueReactivated>(answer).changed_at
                              : event_of<clinic_queue::events::QueueDeactivated>(answer).changed_at;
  }
  return wire::json_answer(200,
                           wire::success(active ? "Queue activated successfully" : "Queue deactivated successfully",
                                         wire::queue_json(queue)));
}

void set_active(const Deployment& deployment, const RequestPtr& request, const auth::Caller& caller,
                http::Respond respond) {
  wire::Fields parameters(wire::read_path_parameters(*request));
  const auto queue_id = parameters.uuid("queueId");
  if (parameters.faulty()) return respond(wire::invalid_answer(wire::invalid_params, parameters));
  const auto body = wire::read_body(*request);
  if (const auto* refused = std::get_if<http::Response>(&body)) return respond(*refused);
  wire::Fields fields(std::get<wire::Input>(body));
  const auto active = fields.boolean("isActive");
  if (fields.faulty()) return respond(wire::invalid_answer(wire::invalid_body, fields));
  deployment.executions.run(request,
                            {.route = "PATCH /api/queues/:queueId/status",
                             .unit = deployment.settings.topics.events_unit(*queue_id),
                             .actor = caller.user_id,
                             .decide = on<clinic_queue::Context>(clinic_queue::SetQueueActive{
                                 .queue_id = {*queue_id}, .active = *active, .staff = staff_of(caller), .at = {}}),
                             .word = [queue_id = *queue_id, active = *active](
                                         const units::Answer& answer) { return switched(answer, queue_id, active); },
                             .target = *queue_id,
                             .content = fields.content()},
                            std::move(respond));
}
}  // namespace

void add_queue_routes(http::Router& router, const Deployment& deployment) {
  router.add("POST", "/api/queues/init/:clinicId",
             authenticated(deployment, works_at_a_clinic,
                           [&deployment](const auto& request, const auto& caller, auto respond) {
                             open(deployment, request, caller, std::move(respond));
                           }));
  router.add("PATCH", "/api/queues/:queueId/status",
             authenticated(deployment, works_at_a_clinic,
                           [&deployment](const auto& request, const auto& caller, auto respond) {
                             set_active(deployment, request, caller, std::move(respond));
                           }));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
