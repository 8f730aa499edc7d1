#include "schemas/wire/clinic_queue.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
void add_time(ObjectWriter& out, std::string_view name, const std::optional<Instant>& instant) {
  if (instant) {
    out.text(name, to_iso8601(*instant));
  } else {
    out.null(name);
  }
}

ObjectWriter token_object(const rows::Token& token) {
  ObjectWriter out;
  out.text("id", token.id)
      .text("queueId", token.queue_id)
      .text("patientId", token.patient_id)
      .number("tokenNumber", static_cast<long long>(token.token_number))
      .text("status", token.status)
      .text("createdAt", to_iso8601(token.created_at));
  add_time(out, "calledAt", token.called_at);
  add_time(out, "completedAt", token.completed_at);
  add_time(out, "skippedAt", token.skipped_at);
  return out;
}
}  // namespace

std::string to_json(const rows::Token& token) { return token_object(token).take(); }

std::string to_json_with_patient(const rows::Token& token) {
  return token_object(token).raw("patient", ObjectWriter().text("id", token.patient_id).take()).take();
}

bool is_today(const rows::Queue& row, Instant now) { return row.day_starts_at <= now && now < row.day_ends_at; }

std::string queue_json(const rows::Queue& row) {
  return ObjectWriter()
      .text("id", row.id)
      .text("clinicId", row.clinic_id)
      .text("queueDate", to_iso8601(row.day_starts_at))
      .number("currentTokenNo", static_cast<long long>(row.current_token_no))
      .boolean("isActive", row.is_active)
      .text("createdAt", to_iso8601(row.created_at))
      .text("updatedAt", to_iso8601(row.updated_at))
      .number("maxQueueSize", static_cast<long long>(row.max_queue_size))
      .text("startTime", to_iso8601(row.start_time))
      .text("endTime", to_iso8601(row.end_time))
      .take();
}

std::string queue_status_json(const rows::Queue& row, bool show_active) {
  ObjectWriter out;
  out.text("queueId", row.id)
      .number("currentTokenNo", static_cast<long long>(row.current_token_no))
      .number("waitingCount", static_cast<long long>(row.waiting_count))
      .text("startTime", to_iso8601(row.start_time))
      .text("endTime", to_iso8601(row.end_time));
  if (row.last_served_token_number) {
    out.number("lastServedTokenNumber", static_cast<long long>(*row.last_served_token_number));
  }
  if (show_active || !row.is_active) out.boolean("isActive", row.is_active);
  return out.take();
}

}  // namespace frontdesk::wire
