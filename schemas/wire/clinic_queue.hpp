#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/time/instant.hpp"

namespace frontdesk::wire {

// Contract 004, section 4. `status`: WAITING, CALLED, IN_PROGRESS, COMPLETED, SKIPPED.
struct Token {
  std::string id;
  std::string queue_id;
  std::string patient_id;
  std::int64_t token_number = 0;
  std::string status;
  Instant created_at;
  std::optional<Instant> called_at;
  std::optional<Instant> completed_at;
  std::optional<Instant> skipped_at;
};
std::string to_json(const Token& token);
// queue:your_token_updated: the Token with `"patient":{"id"}`.
std::string to_json_with_patient(const Token& token);

// The read model of one daily queue, as it lies in the cache `queue:<id>` and in read_v1.queue. Queue and QueueStatus
// are printed from it.
struct QueueRow {
  std::string id;
  std::string clinic_id;
  Instant queue_date;  // local midnight
  Instant day_ends_at;
  std::int64_t current_token_no = 0;
  bool is_active = true;
  Instant created_at;
  Instant updated_at;
  std::int64_t max_queue_size = 0;
  Instant start_time;
  Instant end_time;
  std::int64_t waiting_count = 0;
  std::optional<std::int64_t> last_served_token_number;

  bool is_today(Instant now) const { return queue_date <= now && now < day_ends_at; }
};
std::string to_cache_json(const QueueRow& row);
std::optional<QueueRow> queue_row_from_cache(std::string_view json);  // nullopt: not of this form

std::string queue_json(const QueueRow& row);
// `isActive` shows while false, and when `show_active` (a reactivation is announced).
std::string queue_status_json(const QueueRow& row, bool show_active = false);

}  // namespace frontdesk::wire
