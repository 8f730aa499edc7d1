#include "schemas/api/clinics/queues.hpp"

#include "events/clinic_queue.hpp"
#include "schemas/api/clinics/words.hpp"

namespace frontdesk::api::clinics {

namespace {
std::optional<bool> false_if_inactive(const rows::Queue& row) {
  return row.is_active ? std::nullopt : std::optional(false);
}

std::int64_t position_of(const PlaceInLine& place) { return place.waiting_ahead + 1; }
}  // namespace

bool is_today(const rows::Queue& row, Instant now) { return row.day_starts_at <= now && now < row.day_ends_at; }

const Shape<rows::Queue> queue{
    "Queue",
    {show_as<&rows::Queue::id>("id", id_schema()), show_as<&rows::Queue::clinic_id>("clinicId", id_schema()),
     show<&rows::Queue::day_starts_at>("queueDate"),
     show_as<&rows::Queue::current_token_no>("currentTokenNo", whole_number_schema(0)),
     show<&rows::Queue::is_active>("isActive"), show<&rows::Queue::created_at>("createdAt"),
     show<&rows::Queue::updated_at>("updatedAt"),
     show_as<&rows::Queue::max_queue_size>("maxQueueSize",
                                           schema_of_keywords(R"("type":"integer","minimum":1,"maximum":10000)")),
     show<&rows::Queue::start_time>("startTime"), show<&rows::Queue::end_time>("endTime")}};

const Shape<rows::Queue> queue_status{
    "QueueStatus",
    {show_as<&rows::Queue::id>("queueId", id_schema()),
     show_as<&rows::Queue::current_token_no>("currentTokenNo", whole_number_schema(0)),
     show_as<&rows::Queue::waiting_count>("waitingCount", whole_number_schema(0)),
     show<&rows::Queue::start_time>("startTime"), show<&rows::Queue::end_time>("endTime"),
     show_if_set<&rows::Queue::last_served_token_number>("lastServedTokenNumber", whole_number_schema(1)),
     show_if_set<&false_if_inactive>("isActive")},
    "lastServedTokenNumber is absent until a token is completed; isActive is there while false, and in the "
    "announcement "
    "of a reactivation."};

const Shape<rows::Queue> reactivated_queue_status =
    queue_status.without("QueueStatus", "isActive")
        .with("ReactivatedQueueStatus", {show<&rows::Queue::is_active>("isActive")});

const Route<OpenQueue> open_queue{
    .at = post("/api/queues/init/:clinicId"),
    .tag = "queues",
    .summary = "Open today's queue",
    .who = clinic_staff,
    .path = {id<&OpenQueue::clinic_id>("clinicId")},
    .body = {number<&OpenQueue::size_max>("maxQueueSize", {.min = 1, .max = 10000, .required = false, .whole = true})},
    .success = {201, {"Queue initialized successfully"}, queue.schema(), "Opened, active."},
    .refusals = {{"clinic_not_found", 400, words::clinic_not_found},
                 {"queue_exists", 400, "Queue already exists for this date"}}};

const Route<QueueOfClinic> queue_of_clinic{
    .at = get("/api/queues/:clinicId"),
    .tag = "queues",
    .summary = "Today's queue of a clinic",
    .path = {id<&QueueOfClinic::clinic_id>("clinicId")},
    .success = {200, {"Queue fetched successfully"}, queue.schema(), "Found."},
    .refusals = {{"no_queue_today", 400, "Clinic does not have a queue for today. Please try again later."}}};

const Route<OneQueue> status_of_queue{
    .at = get("/api/queues/:queueId/status"),
    .tag = "queues",
    .summary = "Where a queue of today stands",
    .path = {id<&OneQueue::queue_id>("queueId")},
    .success = {200, {"Queue status fetched successfully"}, queue_status.schema(), "Found."},
    .refusals = {{"queue_not_found", 400, words::queue_not_found}}};

const Route<SetQueueActive> set_queue_active{
    .at = patch("/api/queues/:queueId/status"),
    .tag = "queues",
    .summary = "Deactivate or reactivate a queue",
    .who = clinic_staff,
    .path = {id<&SetQueueActive::queue_id>("queueId")},
    .body = {boolean<&SetQueueActive::active>("isActive")},
    .success = {200, {activated, deactivated}, queue.schema(), "So it is; repeating it changes nothing."},
    .refusals = {{"queue_not_found", 400, words::queue_not_found}}};

const Shape<PlaceInLine> place_in_line{
    "Position",
    {show_as<&PlaceInLine::token_number>("tokenNumber", whole_number_schema(1)),
     show_as<&position_of>("position", whole_number_schema(1)),
     show_as<&PlaceInLine::waiting_ahead>("waitingAhead", whole_number_schema(0)),
     show_as<&PlaceInLine::estimated_wait_s>("estimatedWaitSeconds",
                                             schema_of_keywords(R"("type":["integer","null"],"minimum":0)"))}};

const Route<OneQueue> own_place{.at = get("/api/queues/:queueId/position"),
                                .tag = "queues",
                                .summary = "Own place in a queue",
                                .who = patients,
                                .path = {id<&OneQueue::queue_id>("queueId")},
                                .success = {200,
                                            {"Queue position fetched successfully"},
                                            or_null(place_in_line.schema()),
                                            "null without a waiting token."},
                                .refusals = {{"queue_not_found", 400, words::queue_not_found}}};

const Shape<rows::StaffActivity> activity{
    "Activity",
    {show<&rows::StaffActivity::id>("id"), show_as<&rows::StaffActivity::staff_id>("staffId", id_schema()),
     show_as<&rows::StaffActivity::token_id>("tokenId", id_schema()),
     show_as<&rows::StaffActivity::action>("action", one_of_texts({"CALL", "SKIP", "COMPLETE"})),
     show<&rows::StaffActivity::created_at>("createdAt")}};

const Route<ActivityOfQueue> activity_of_queue{
    .at = get("/api/queues/:queueId/activity"),
    .tag = "queues",
    .summary = "What staff did in a queue, newest first",
    .who = clinic_staff,
    .path = {id<&ActivityOfQueue::queue_id>("queueId")},
    .query = {number<&ActivityOfQueue::page>("page", {.min = 1, .max = 1e9, .required = false, .whole = true})
                  .about("first is 1"),
              number<&ActivityOfQueue::limit>("limit", {.min = 1, .max = 100, .required = false, .whole = true})
                  .about("entries a page; 50 if not said")},
    .success = {200, {"Queue activity fetched successfully"}, array_of(activity.schema()), "Found."},
    .refusals = {{"queue_not_found", 400, words::queue_not_found}}};

const Route<CallNext> call_next{
    .at = socket_alone,
    .tag = "queues",
    .summary = "Call who has waited longest; who was called before is completed",
    .who = clinic_staff,
    .body = {id<&CallNext::queue_id>("queueId"),
             number<&CallNext::expected_number>("expectedCurrentTokenNo",
                                                {.required = false, .null_is_absent = true, .whole = true})},
    .refusals = {{"queue_not_found", 400, words::queue_not_found},
                 {"queue_has_moved_on", 400, "Queue has moved on"},
                 {"no_waiting_tokens", 400, "No waiting tokens in this queue"}},
    .socket = {"queue:call_next",
               {{"queueId", "Invalid queue id"}, {"expectedCurrentTokenNo", "Invalid expected number"}},
               false,
               status_update}};

const std::vector<Field<OneToken>> one_token_fields{id<&OneToken::queue_id>("queueId"),
                                                    id<&OneToken::token_id>("tokenId")};

const std::vector<SocketArgument> one_token_arguments{{"queueId", "Invalid queue id"}, {"tokenId", "Invalid token id"}};

const Route<OneToken> start_token{.at = socket_alone,
                                  .tag = "queues",
                                  .summary = "Begin with the called patient",
                                  .who = clinic_staff,
                                  .body = one_token_fields,
                                  .refusals = {{"token_not_startable", 400, "Token is not called or already started"}},
                                  .socket = {"queue:start_token", one_token_arguments, false, status_update}};

const Route<OneToken> skip_token{.at = socket_alone,
                                 .tag = "queues",
                                 .summary = "Skip a waiting or called patient",
                                 .who = clinic_staff,
                                 .body = one_token_fields,
                                 .refusals = {{"token_not_skippable", 400, "Token not found or cannot be skipped"}},
                                 .socket = {"queue:skip_token", one_token_arguments, false, status_update}};

const Route<OneToken> complete_token{
    .at = socket_alone,
    .tag = "queues",
    .summary = "Complete a called patient",
    .who = clinic_staff,
    .body = one_token_fields,
    .refusals = {{"token_not_completable", 400, "Token is not called or already completed"}},
    .socket = {"queue:complete_token", one_token_arguments, false, status_update}};

Resource queues_resource() {
  namespace events = clinic_queue::events;
  return {
      {describe(open_queue), describe(queue_of_clinic), describe(status_of_queue), describe(set_queue_active),
       describe(own_place), describe(activity_of_queue), describe(call_next), describe(start_token),
       describe(skip_token), describe(complete_token)},
      {{"queue:empty", text_schema(), "who has joined, when a call finds nobody"}},
      {{status_update,
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
         changed_by<&events::QueueEnded::queue_id>()}}}};
}

}  // namespace frontdesk::api::clinics
