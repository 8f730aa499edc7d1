#pragma once
#include "rows/clinic_queue.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// Daily queues and what staff do in them: contract 004, sections 4 and 5.
namespace frontdesk::api::clinics {

extern const Shape<rows::Queue> queue;

extern const Shape<rows::Queue> queue_status;
// The push that shows it, and the room that hears it.
inline constexpr std::string_view status_update = "queue:status_update";
inline constexpr std::string_view queue_room = "queue";

// What a room hears when its queue goes on.
extern const Shape<rows::Queue> reactivated_queue_status;

// From midnight to midnight of its clinic.
bool is_today(const rows::Queue& row, Instant now);

struct OpenQueue {
  std::string clinic_id;
  int size_max = 50;
};
extern const Route<OpenQueue> open_queue;

struct QueueOfClinic {
  std::string clinic_id;
};
extern const Route<QueueOfClinic> queue_of_clinic;

struct OneQueue {
  std::string queue_id;
};
extern const Route<OneQueue> status_of_queue;

struct SetQueueActive {
  std::string queue_id;
  bool active = false;
};
inline constexpr std::string_view activated = "Queue activated successfully";
inline constexpr std::string_view deactivated = "Queue deactivated successfully";
extern const Route<SetQueueActive> set_queue_active;

// What a queue of today shows one patient of the wait.
struct PlaceInLine {
  std::int64_t token_number = 0;
  std::int64_t waiting_ahead = 0;
  std::optional<std::int64_t> estimated_wait_s;
};
extern const Shape<PlaceInLine> place_in_line;
extern const Route<OneQueue> own_place;

extern const Shape<rows::StaffActivity> activity;
struct ActivityOfQueue {
  std::string queue_id;
  std::int64_t page = 1;
  std::int64_t limit = 50;
};
extern const Route<ActivityOfQueue> activity_of_queue;

// What staff do at the desk, by socket events (contract 004, section 5).

struct CallNext {
  std::string queue_id;
  std::optional<int> expected_number;
};
extern const Route<CallNext> call_next;

struct OneToken {
  std::string queue_id;
  std::string token_id;
};
extern const Route<OneToken> start_token;
extern const Route<OneToken> skip_token;
extern const Route<OneToken> complete_token;

Resource queues_resource();

}  // namespace frontdesk::api::clinics
