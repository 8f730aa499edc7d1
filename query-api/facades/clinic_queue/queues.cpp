#include "platform/logging/log.hpp"
#include "platform/postgres/unavailable.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinic_queue/reading.hpp"
#include "query-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/clinic_queue.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::query_api::clinic_queue {

namespace {
std::optional<rows::Queue> cached_queue(const std::vector<std::optional<std::string>>& extra) {
  if (extra.empty()) return std::nullopt;
  const auto cached = redis::parse_cached(extra.front());
  if (!cached) return std::nullopt;
  return rows::from_cache<rows::Queue>(cached->value);
}

// Reads the queue from PostgreSQL and fills the gap in the cache, unless enough others do so. On one Redis connection
// throughout: had Redis restarted between look and fill, what a projector wrote meanwhile would be lost and ours might
// be the older.
std::optional<rows::Queue> stored_queue(const Deployment& deployment, const std::string& queue_id) {
  std::optional<QueueAt> read;
  bool asked = false;
  try {
    if (auto connection = deployment.refills.borrow_free()) {
      const auto key = rows::cache_key<rows::Queue>(queue_id);
      (*connection)->mget({key});
      const auto generation = (*connection)->generation();
      read = deployment.queries.queue(queue_id);
      asked = true;
      if (read) {
        redis::set_if_newer_on(generation, **connection, {{key, read->position, cache_json(read->queue)}});
      }
    }
  } catch (const redis::Unavailable& unavailable) {
    logging::debug("cache not refilled", {{"error", unavailable.what()}});
  }
  if (!asked) read = deployment.queries.queue(queue_id);
  if (!read) return std::nullopt;
  return read->queue;
}

http::Response status_answer(const std::optional<rows::Queue>& queue) {
  if (!queue || !wire::is_today(*queue, wall_clock_now())) return wire::bad_request("Queue not found");
  return wire::json_answer(200, wire::success("Queue status fetched successfully", wire::queue_status_json(*queue)));
}

// The hottest read: session, account and queue come with one Redis round trip.
void status(const Deployment& deployment, const std::shared_ptr<const http::Request>& request,
            const http::Respond& respond) {
  const auto id = path_uuid(*request, "queueId");
  std::vector<std::string> keys;
  if (!id.empty()) keys.push_back(rows::cache_key<rows::Queue>(id));
  const auto identified = deployment.callers.identify(wire::bearer_of(*request), wall_clock_now(), keys);
  if (const auto* denial = std::get_if<auth::Denial>(&identified.caller)) return respond(wire::denial_answer(*denial));
  if (id.empty()) return respond(invalid_path(*request, "queueId"));
  try {
    const auto cached = cached_queue(identified.extra);
    respond(status_answer(cached ? cached : stored_queue(deployment, id)));
  } catch (const postgres::Unavailable& unavailable) {
    logging::warn("read models unavailable", {{"error", unavailable.what()}});
    respond(wire::unavailable_answer());
  }
}

http::Response of_clinic(const Deployment& deployment, const http::Request& request) {
  const auto id = path_uuid(request, "clinicId");
  if (id.empty()) return invalid_path(request, "clinicId");
  const auto queue = deployment.queries.queue_of_clinic(id, wall_clock_now());
  if (!queue) return wire::bad_request("Clinic does not have a queue for today. Please try again later.");
  return wire::json_answer(200, wire::success("Queue fetched successfully", wire::queue_json(*queue)));
}

// Everybody who is called before takes as long as the latest did, one after the other. The same rows give the same
// estimate, whatever the time.
std::optional<std::int64_t> estimated_wait_s(const PatientInQueue& patient) {
  if (!patient.service_ms) return std::nullopt;
  constexpr std::int64_t half_second = 500;
  return ((patient.place->waiting_ahead + patient.in_service) * *patient.service_ms + half_second) / 1000;
}

std::string position_json(const PatientInQueue& patient) {
  if (!patient.place) return "null";
  wire::ObjectWriter out;
  out.number("tokenNumber", static_cast<long long>(patient.place->token_number))
      .number("position", static_cast<long long>(patient.place->waiting_ahead) + 1)
      .number("waitingAhead", static_cast<long long>(patient.place->waiting_ahead));
  if (const auto wait_s = estimated_wait_s(patient)) {
    out.number("estimatedWaitSeconds", static_cast<long long>(*wait_s));
  } else {
    out.null("estimatedWaitSeconds");
  }
  return out.take();
}

http::Response position(const Deployment& deployment, const http::Request& request, const auth::Caller& caller) {
  if (!caller.is_patient()) return wire::unauthorized_answer();
  const auto id = path_uuid(request, "queueId");
  if (id.empty()) return invalid_path(request, "queueId");
  const auto patient = deployment.queries.patient_in_queue(id, caller.user_id, wall_clock_now());
  if (!patient) return wire::bad_request("Queue not found");
  return wire::json_answer(200, wire::success("Queue position fetched successfully", position_json(*patient)));
}

std::string activity_json(const rows::StaffActivity& entry) {
  return wire::ObjectWriter()
      .text("id", entry.id)
      .text("staffId", entry.staff_id)
      .text("tokenId", entry.token_id)
      .text("action", entry.action)
      .text("createdAt", to_iso8601(entry.created_at))
      .take();
}

http::Response activity(const Deployment& deployment, const http::Request& request, const auth::Caller& caller) {
  if (!caller.is_admin() && !caller.is_staff()) return wire::unauthorized_answer();
  const auto id = path_uuid(request, "queueId");
  if (id.empty()) return invalid_path(request, "queueId");
  wire::Fields fields(wire::read_query(request));
  const auto page = fields.number("page", {.min = 1, .max = 1e9, .required = false, .whole = true});
  const auto limit = fields.number("limit", {.min = 1, .max = 100, .required = false, .whole = true});
  if (fields.faulty()) return wire::invalid_answer(wire::invalid_query, fields);
  const auto queue = deployment.queries.queue(id);
  if (!queue) return wire::bad_request("Queue not found");
  if (!caller.is_clinic_staff(queue->queue.clinic_id)) return wire::unauthorized_answer();
  std::string items = "[";
  for (const auto& entry : deployment.queries.activity(id, static_cast<std::int64_t>(page.value_or(1)),
                                                       static_cast<std::int64_t>(limit.value_or(50)))) {
    if (items.size() > 1) items += ',';
    items += activity_json(entry);
  }
  return wire::json_answer(200, wire::success("Queue activity fetched successfully", items + "]"));
}
}  // namespace

void add_queue_routes(http::Router& router, const Deployment& deployment) {
  router.add("GET", "/api/queues/:clinicId", authenticated(deployment, [&deployment](const auto& request, const auto&) {
               return of_clinic(deployment, request);
             }));
  router.add("GET", "/api/queues/:queueId/status",
             [&deployment](const std::shared_ptr<const http::Request>& request, const http::Respond& respond) {
               status(deployment, request, respond);
             });
  router.add("GET", "/api/queues/:queueId/position",
             authenticated(deployment, [&deployment](const auto& request, const auto& caller) {
               return position(deployment, request, caller);
             }));
  router.add("GET", "/api/queues/:queueId/activity",
             authenticated(deployment, [&deployment](const auto& request, const auto& caller) {
               return activity(deployment, request, caller);
             }));
}

}  // namespace frontdesk::query_api::clinic_queue
