#pragma once
#include "events/clinic_queue.hpp"
#include "rows/clinic_queue.hpp"

// Rows as the events that make them tell of them, for those who store them and those who answer with them: what a
// command is answered is what is read later. What becomes of them is for the projection alone.
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

inline Token row_of(const clinic_queue::events::TokenIssued& event) {
  Token row;
  row.id = event.token_id.value;
  row.queue_id = event.queue_id.value;
  row.patient_id = event.patient_id.value;
  row.token_number = event.token_number;
  row.status = "WAITING";
  row.created_at = event.issued_at;
  return row;
}

}  // namespace frontdesk::rows
