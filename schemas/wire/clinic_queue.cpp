#include "schemas/wire/clinic_queue.hpp"

#include "schemas/wire/input.hpp"
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

ObjectWriter token_object(const Token& token) {
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

// Members of a cached row; `complete` turns false at the first that is missing or of another type.
struct RowReader {
  Input input;
  bool complete = true;

  std::string text(std::string_view name) {
    const auto field = input.member(name);
    const auto value = field.string();
    complete = complete && value.has_value();
    return std::string(value.value_or(""));
  }
  Instant time(std::string_view name) {
    const auto value = parse_iso8601(text(name));
    complete = complete && value.has_value();
    return value.value_or(Instant{});
  }
  std::int64_t number(std::string_view name) {
    const auto field = input.member(name);
    const auto value = field.number();
    complete = complete && value.has_value();
    return static_cast<std::int64_t>(value.value_or(0));
  }
  bool boolean(std::string_view name) {
    const auto field = input.member(name);
    const auto value = field.boolean();
    complete = complete && value.has_value();
    return value.value_or(false);
  }
};
}  // namespace

std::string to_json(const Token& token) { return token_object(token).take(); }

std::string to_json_with_patient(const Token& token) {
  return token_object(token).raw("patient", ObjectWriter().text("id", token.patient_id).take()).take();
}

std::string to_cache_json(const QueueRow& row) {
  ObjectWriter out;
  out.text("id", row.id)
      .text("clinicId", row.clinic_id)
      .text("queueDate", to_iso8601(row.queue_date))
      .text("dayEndsAt", to_iso8601(row.day_ends_at))
      .number("currentTokenNo", static_cast<long long>(row.current_token_no))
      .boolean("isActive", row.is_active)
      .text("createdAt", to_iso8601(row.created_at))
      .text("updatedAt", to_iso8601(row.updated_at))
      .number("maxQueueSize", static_cast<long long>(row.max_queue_size))
      .text("startTime", to_iso8601(row.start_time))
      .text("endTime", to_iso8601(row.end_time))
      .number("waitingCount", static_cast<long long>(row.waiting_count));
  if (row.last_served_token_number) {
    out.number("lastServedTokenNumber", static_cast<long long>(*row.last_served_token_number));
  } else {
    out.null("lastServedTokenNumber");
  }
  return out.take();
}

std::optional<QueueRow> queue_row_from_cache(std::string_view json) {
  const auto input = Input::from_json(json);
  if (!input || input->type() != Input::Type::object) return std::nullopt;
  RowReader read{*input};
  QueueRow row;
  row.id = read.text("id");
  row.clinic_id = read.text("clinicId");
  row.queue_date = read.time("queueDate");
  row.day_ends_at = read.time("dayEndsAt");
  row.current_token_no = read.number("currentTokenNo");
  row.is_active = read.boolean("isActive");
  row.created_at = read.time("createdAt");
  row.updated_at = read.time("updatedAt");
  row.max_queue_size = read.number("maxQueueSize");
  row.start_time = read.time("startTime");
  row.end_time = read.time("endTime");
  row.waiting_count = read.number("waitingCount");
  if (const auto served = input->member("lastServedTokenNumber").number()) {
    row.last_served_token_number = static_cast<std::int64_t>(*served);
  }
  if (!read.complete) return std::nullopt;
  return row;
}

std::string queue_json(const QueueRow& row) {
  return ObjectWriter()
      .text("id", row.id)
      .text("clinicId", row.clinic_id)
      .text("queueDate", to_iso8601(row.queue_date))
      .number("currentTokenNo", static_cast<long long>(row.current_token_no))
      .boolean("isActive", row.is_active)
      .text("createdAt", to_iso8601(row.created_at))
      .text("updatedAt", to_iso8601(row.updated_at))
      .number("maxQueueSize", static_cast<long long>(row.max_queue_size))
      .text("startTime", to_iso8601(row.start_time))
      .text("endTime", to_iso8601(row.end_time))
      .take();
}

std::string queue_status_json(const QueueRow& row, bool show_active) {
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
