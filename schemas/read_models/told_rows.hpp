#pragma once
#include <string>
#include <string_view>

#include "events/clinic_queue.hpp"
#include "rows/clinic_queue.hpp"

// Rows as the events of the clinic queue tell them, for those who store them and those who show them at once: what a
// command is answered is what is read later.
namespace frontdesk::rows {

inline Queue row_of(const clinic_queue::events::QueueOpened& event) {
  Queue queue;
  queue.id = event.queue_id.value;
  queue.clinic_id = event.clinic_id.value;
  queue.day = event.day;
  queue.day_starts_at = event.day_starts_at;
  queue.day_ends_at = event.day_ends_at;
  queue.start_time = event.start_time;
  queue.end_time = event.end_time;
  queue.max_queue_size = event.max_queue_size;
  queue.is_active = true;
  queue.created_at = event.opened_at;
  queue.updated_at = event.opened_at;
  return queue;
}

// Any of the events' token structs: waiting, called or skipped. Events carry the whole token, so nothing is read.
template <class EventToken>
Token row_of(const clinic_queue::QueueId& queue_id, const EventToken& token, std::string_view status) {
  Token row;
  row.id = token.token_id.value;
  row.queue_id = queue_id.value;
  row.patient_id = token.patient_id.value;
  row.token_number = token.token_number;
  row.status = status;
  row.created_at = token.issued_at;
  if constexpr (requires { token.called_at; }) row.called_at = token.called_at;
  return row;
}

inline Token row_of(const clinic_queue::events::TokenIssued& event) { return row_of(event.queue_id, event, "WAITING"); }

}  // namespace frontdesk::rows
