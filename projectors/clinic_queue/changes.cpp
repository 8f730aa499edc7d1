#include "projectors/clinic_queue/changes.hpp"

#include <variant>

namespace frontdesk::projectors::clinic_queue {
namespace {

// Any of the events' token structs: waiting, called or skipped.
template <class Token>
TokenRow token_row(const std::string& queue_id, const Token& token, const char* status) {
  return {.queue_id = queue_id,
          .patient_id = token.patient_id.value,
          .token_number = token.token_number,
          .status = status,
          .created_at = token.issued_at,
          .called_at = {},
          .completed_at = {},
          .skipped_at = {}};
}

std::string activity_id(const EventAt& at) { return to_string(at.unit) + '/' + std::to_string(at.offset); }

}  // namespace

void QueueChanges::apply(const EventAt& at) {
  const auto event = events::decode(at.type, at.version, at.payload);
  if (!event) throw Unprojectable("no event of this type and version");
  std::visit([&](const auto& known) { merge(at, known); }, *event);
}

void QueueChanges::touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const {
  for (const auto& [id, clinic] : clinics_) keys.emplace_back(clinic.unit, "clinic:" + id);
  for (const auto& [id, queue] : queues_) keys.emplace_back(queue.unit, "queue:" + id);
}

QueueChange& QueueChanges::queue(const EventAt& at, const std::string& id) {
  QueueChange& change = queues_[id];
  change.unit = at.unit;
  return change;
}

void QueueChanges::merge(const EventAt& at, const events::ClinicCreated& event) {
  const auto [clinic, added] = clinics_.try_emplace(event.clinic_id.value, ClinicChange{at.unit, event, {}});
  if (!added) throw Unprojectable(row_exists);
}

void QueueChanges::merge(const EventAt& at, const events::ClinicChanged& event) {
  ClinicChange& change = clinics_[event.clinic_id.value];
  change.unit = at.unit;
  events::ClinicChanged all = event;
  const auto keep = [&](auto member) {
    if (!(all.*member)) all.*member = change.changed.*member;
  };
  keep(&events::ClinicChanged::name);
  keep(&events::ClinicChanged::address);
  keep(&events::ClinicChanged::latitude);
  keep(&events::ClinicChanged::longitude);
  keep(&events::ClinicChanged::phone);
  keep(&events::ClinicChanged::email);
  keep(&events::ClinicChanged::website);
  keep(&events::ClinicChanged::description);
  keep(&events::ClinicChanged::clinic_type);
  keep(&events::ClinicChanged::opening_hours);
  keep(&events::ClinicChanged::timezone);
  keep(&events::ClinicChanged::is_active);
  change.changed = std::move(all);
}

// Who stands where is the clinic's own word.
void QueueChanges::merge(const EventAt&, const events::PlaceClaimed&) {}

void QueueChanges::merge(const EventAt& at, const events::QueueOpened& event) {
  if (queues_.contains(event.queue_id.value)) throw Unprojectable(row_exists);
  QueueChange& change = queue(at, event.queue_id.value);
  change.opened = event;
  change.is_active = true;
  change.updated_at = event.opened_at;
}

void QueueChanges::merge(const EventAt& at, const events::TokenIssued& event) {
  queue(at, event.queue_id.value).waiting_delta += 1;
  tokens_[event.token_id.value] = token_row(event.queue_id.value, event, "WAITING");
}

void QueueChanges::merge(const EventAt& at, const events::TokenCalled& event) {
  const std::string& queue_id = event.queue_id.value;
  QueueChange& change = queue(at, queue_id);
  change.waiting_delta -= 1;
  change.current_token_no = event.token.token_number;
  change.updated_at = event.called_at;
  TokenRow called = token_row(queue_id, event.token, "CALLED");
  called.called_at = event.called_at;
  tokens_[event.token.token_id.value] = std::move(called);
  activity_.push_back(
      {activity_id(at), queue_id, event.called_by.value, event.token.token_id.value, "CALL", event.called_at});
  if (!event.completed) return;
  change.last_served_token_number = event.completed->token_number;
  TokenRow completed = token_row(queue_id, *event.completed, "COMPLETED");
  completed.called_at = event.completed->called_at;
  completed.completed_at = event.called_at;
  tokens_[event.completed->token_id.value] = std::move(completed);
  activity_.push_back({activity_id(at) + "/completed", queue_id, event.called_by.value, event.completed->token_id.value,
                       "COMPLETE", event.called_at});
}

void QueueChanges::merge(const EventAt& at, const events::TokenSkipped& event) {
  const std::string& queue_id = event.queue_id.value;
  QueueChange& change = queue(at, queue_id);
  if (!event.token.called_at) change.waiting_delta -= 1;
  TokenRow skipped = token_row(queue_id, event.token, "SKIPPED");
  skipped.called_at = event.token.called_at;
  skipped.skipped_at = event.skipped_at;
  tokens_[event.token.token_id.value] = std::move(skipped);
  activity_.push_back(
      {activity_id(at), queue_id, event.skipped_by.value, event.token.token_id.value, "SKIP", event.skipped_at});
}

// Nothing of the queue changes, and the contract's activity knows no start.
void QueueChanges::merge(const EventAt&, const events::TokenStarted& event) {
  TokenRow started = token_row(event.queue_id.value, event.token, "IN_PROGRESS");
  started.called_at = event.token.called_at;
  tokens_[event.token.token_id.value] = std::move(started);
}

void QueueChanges::merge(const EventAt& at, const events::TokenCompleted& event) {
  const std::string& queue_id = event.queue_id.value;
  queue(at, queue_id).last_served_token_number = event.token.token_number;
  TokenRow completed = token_row(queue_id, event.token, "COMPLETED");
  completed.called_at = event.token.called_at;
  completed.completed_at = event.completed_at;
  tokens_[event.token.token_id.value] = std::move(completed);
  activity_.push_back({activity_id(at), queue_id, event.completed_by.value, event.token.token_id.value, "COMPLETE",
                       event.completed_at});
}

void QueueChanges::merge(const EventAt& at, const events::TokenReturned& event) {
  queue(at, event.queue_id.value).waiting_delta -= 1;
  tokens_[event.token.token_id.value].reset();
  for (const auto& token : event.renumbered) {
    tokens_[token.token_id.value] = token_row(event.queue_id.value, token, "WAITING");
  }
}

void QueueChanges::merge(const EventAt& at, const events::QueueDeactivated& event) {
  set_active(at, event.queue_id.value, false, event.changed_at);
}

void QueueChanges::merge(const EventAt& at, const events::QueueReactivated& event) {
  set_active(at, event.queue_id.value, true, event.changed_at);
}

void QueueChanges::merge(const EventAt& at, const events::QueueEnded& event) {
  set_active(at, event.queue_id.value, false, event.ended_at);
}

void QueueChanges::set_active(const EventAt& at, const std::string& queue_id, bool active, Instant when) {
  QueueChange& change = queue(at, queue_id);
  change.is_active = active;
  change.updated_at = when;
}

}  // namespace frontdesk::projectors::clinic_queue
