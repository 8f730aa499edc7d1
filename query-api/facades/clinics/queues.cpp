#include "schemas/api/clinics/queues.hpp"

#include "platform/logging/log.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinics/routes.hpp"

namespace frontdesk::query_api::clinics {

namespace {
using api::clinics::ActivityOfQueue;
using api::clinics::OneQueue;
using api::clinics::QueueOfClinic;

std::optional<rows::Queue> cached_queue(const std::vector<std::optional<std::string>>& cached) {
  const auto entry = cached.empty() ? std::nullopt : redis::parse_cached(cached.front());
  if (!entry) return std::nullopt;
  return rows::from_cache<rows::Queue>(entry->value);
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

http::Response status(const Asked<OneQueue>& asked, const Deployment& deployment) {
  auto queue = cached_queue(asked.cached);
  if (!queue) queue = stored_queue(deployment, asked.input.queue_id);
  if (!queue || !api::clinics::is_today(*queue, wall_clock_now())) return asked.refuse("queue_not_found");
  return asked.succeed(api::clinics::queue_status.json(*queue));
}

http::Response of_clinic(const Asked<QueueOfClinic>& asked, const Queries& queries) {
  const auto queue = queries.queue_of_clinic(asked.input.clinic_id, wall_clock_now());
  if (!queue) return asked.refuse("no_queue_today");
  return asked.succeed(api::clinics::queue.json(*queue));
}

// Everybody who is called before takes as long as the latest did, one after the other. The same rows give the same
// estimate, whatever the time.
std::optional<std::int64_t> estimated_wait_s(const PatientInQueue& patient) {
  if (!patient.service_ms) return std::nullopt;
  constexpr std::int64_t half_second = 500;
  return ((patient.place->waiting_ahead + patient.in_service) * *patient.service_ms + half_second) / 1000;
}

http::Response own_place(const Asked<OneQueue>& asked, const Queries& queries) {
  const auto patient = queries.patient_in_queue(asked.input.queue_id, asked.caller.user_id, wall_clock_now());
  if (!patient) return asked.refuse("queue_not_found");
  if (!patient->place) return asked.succeed("null");
  return asked.succeed(api::clinics::place_in_line.json(
      {patient->place->token_number, patient->place->waiting_ahead, estimated_wait_s(*patient)}));
}

http::Response activity(const Asked<ActivityOfQueue>& asked, const Queries& queries) {
  const auto queue = queries.queue(asked.input.queue_id);
  if (!queue) return asked.refuse("queue_not_found");
  if (!asked.caller.is_clinic_staff(queue->queue.clinic_id)) return asked.refuse("unauthorized");
  return asked.succeed(
      api::clinics::activity.json_array(queries.activity(asked.input.queue_id, asked.input.page, asked.input.limit)));
}
}  // namespace

void add_queue_routes(Reads& reads, const Deployment& deployment) {
  reads.on<QueueOfClinic>(api::clinics::queue_of_clinic,
                          [&deployment](const auto& asked) { return of_clinic(asked, deployment.queries); });
  // The hottest read: session, account and queue come with one Redis round trip.
  reads.on_cached<OneQueue>(
      api::clinics::status_of_queue,
      [](const OneQueue& asked) { return std::vector{rows::cache_key<rows::Queue>(asked.queue_id)}; },
      [&deployment](const auto& asked) { return status(asked, deployment); });
  reads.on<OneQueue>(api::clinics::own_place,
                     [&deployment](const auto& asked) { return own_place(asked, deployment.queries); });
  reads.on<ActivityOfQueue>(api::clinics::activity_of_queue,
                            [&deployment](const auto& asked) { return activity(asked, deployment.queries); });
}

}  // namespace frontdesk::query_api::clinics
