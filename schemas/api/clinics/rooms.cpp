#include "schemas/api/clinics/rooms.hpp"

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

Resource rooms_resource() {
  const auto caller = "the caller";
  const auto null = schema_of_keywords(R"("type":"null")");
  return {{describe(join_queue), describe(leave_queue)}, {{"join-queue", null, caller}, {"leave-queue", null, caller}}};
}

}  // namespace frontdesk::api::clinics
