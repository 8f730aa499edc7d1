#include "schemas/api/clinics/rooms.hpp"

#include "schemas/api/clinics/tokens.hpp"
#include "schemas/api/clinics/words.hpp"

namespace frontdesk::api::clinics {

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
  return {
      {"join-queue", null, caller},
      {"leave-queue", null, caller},
      {"queue:status_update", queue_status.schema(),
       "who has joined the queue, and who caused it; several changes may share one, the last shows the final state"},
      {"queue:your_token_called", token.schema(), patient},
      {"queue:your_token_started", token.schema(), patient},
      {"queue:your_token_skipped", token.schema(), patient},
      {"queue:your_token_completed", token.schema(), patient},
      {"queue:your_token_updated", token_with_patient.schema(),
       "each patient whose number changed because somebody gave a token back"},
      {"queue:empty", text_schema(), "who has joined, when a call finds nobody"}};
}

}  // namespace frontdesk::api::clinics
