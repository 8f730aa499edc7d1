#include "schemas/api/clinics/rooms.hpp"

#include "events/clinic_queue.hpp"
#include "schemas/api/clinics/tokens.hpp"
#include "schemas/api/clinics/words.hpp"
#include "schemas/read_models/told_rows.hpp"

namespace frontdesk::api::clinics {

namespace {

namespace events = clinic_queue::events;
using rows::row_of;
using ToPatients = std::vector<Addressed<rows::Token>>;

ToPatients to_patient(rows::Token row) {
  auto room = room_of_user(row.patient_id);
  return {{std::move(room), std::move(row)}};
}

ToPatients completed(const clinic_queue::QueueId& queue_id, const events::CalledToken& token, Instant completed_at) {
  auto row = row_of(queue_id, token, "COMPLETED");
  row.completed_at = completed_at;
  return to_patient(std::move(row));
}

ToPatients completed_by_call(const events::TokenCalled& event) {
  if (!event.completed) return {};
  return completed(event.queue_id, *event.completed, event.called_at);
}

ToPatients completed_by_staff(const events::TokenCompleted& event) {
  return completed(event.queue_id, event.token, event.completed_at);
}

ToPatients called(const events::TokenCalled& event) {
  auto row = row_of(event.queue_id, event.token, "CALLED");
  row.called_at = event.called_at;
  return to_patient(std::move(row));
}

ToPatients started(const events::TokenStarted& event) {
  return to_patient(row_of(event.queue_id, event.token, "IN_PROGRESS"));
}

ToPatients skipped(const events::TokenSkipped& event) {
  auto row = row_of(event.queue_id, event.token, "SKIPPED");
  row.skipped_at = event.skipped_at;
  return to_patient(std::move(row));
}

ToPatients moved_up(const events::TokenReturned& event) {
  ToPatients all;
  for (const auto& moved : event.renumbered) {
    all.push_back(to_patient(row_of(event.queue_id, moved, "WAITING")).front());
  }
  return all;
}

}  // namespace

const Route<OneQueue> join_queue{
    .at = socket_alone,
    .tag = "rooms",
    .summary = "Hear what happens in a queue; answered by join-queue (null), then queue:status_update",
    .body = {id<&OneQueue::queue_id>("queueId")},
    .refusals = {{"queue_not_found", 400, words::queue_not_found}},
    .socket = {"join-queue", {{"queueId", "Invalid queue id"}}, true}};

const Route<OneQueue> leave_queue{.at = socket_alone,
                                  .tag = "rooms",
                                  .summary = "Hear it no longer; answered by leave-queue (null)",
                                  .body = {id<&OneQueue::queue_id>("queueId")},
                                  .socket = {"leave-queue", {{"queueId", "Invalid queue id"}}, true}};

std::vector<PushDescription> pushes() {
  const auto patient = "all connections of its patient, joined or not";
  const auto caller = "the caller";
  const auto null = schema_of_keywords(R"("type":"null")");
  return {{"join-queue", null, caller},
          {"leave-queue", null, caller},
          {"queue:your_token_completed",
           token.schema(),
           patient,
           {tells(&completed_by_call, token), tells(&completed_by_staff, token)}},
          {"queue:your_token_called", token.schema(), patient, {tells(&called, token)}},
          {"queue:your_token_started", token.schema(), patient, {tells(&started, token)}},
          {"queue:your_token_skipped", token.schema(), patient, {tells(&skipped, token)}},
          {"queue:your_token_updated",
           token_with_patient.schema(),
           "each patient whose number changed because somebody gave a token back",
           {tells(&moved_up, token_with_patient)}},
          {"queue:empty", text_schema(), "who has joined, when a call finds nobody"}};
}

std::vector<RowPush> row_pushes() {
  return {{status_update,
           queue_status.schema(),
           "who has joined the queue, and who caused it; several changes may share one, the last shows the final state",
           queue_room,
           "queue",
           printer(queue_status),
           {changed_by<&events::TokenIssued::queue_id>(), changed_by<&events::TokenReturned::queue_id>(),
            changed_by<&events::TokenCalled::queue_id>(), changed_by<&events::TokenStarted::queue_id>(),
            changed_by<&events::TokenSkipped::queue_id>(), changed_by<&events::TokenCompleted::queue_id>(),
            changed_by<&events::QueueDeactivated::queue_id>(),
            changed_by<&events::QueueReactivated::queue_id>(printer(reactivated_queue_status)),
            changed_by<&events::QueueEnded::queue_id>()}}};
}

}  // namespace frontdesk::api::clinics
