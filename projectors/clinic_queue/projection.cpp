#include "events/clinic_queue.hpp"
#include "projectors/projections.hpp"
#include "projectors/rows.hpp"
#include "rows/clinic_queue_sql.hpp"
#include "schemas/read_models/told_rows.hpp"

namespace frontdesk::projectors {
namespace {

using namespace frontdesk::clinic_queue::events;
using frontdesk::clinic_queue::QueueId;
using frontdesk::clinic_queue::StaffId;
using frontdesk::clinic_queue::TokenId;

rows::Clinic made(const ClinicCreated& event) {
  rows::Clinic clinic;
  clinic.id = event.clinic_id.value;
  clinic.name = event.name;
  clinic.address = event.address;
  clinic.latitude = event.latitude;
  clinic.longitude = event.longitude;
  clinic.phone = event.phone;
  clinic.email = event.email;
  clinic.website = event.website;
  clinic.description = event.description;
  clinic.is_active = true;
  clinic.created_at = event.created_at;
  clinic.updated_at = event.created_at;
  clinic.type = text_of(event.clinic_type);
  clinic.opening_start = event.opening_hours.start;
  clinic.opening_end = event.opening_hours.end;
  clinic.timezone = event.timezone;
  clinic.zone = event.zone;
  return clinic;
}

class ClinicQueue {
 public:
  explicit ClinicQueue(Rows& all) : all_(all), clinics_(all), queues_(all), tokens_(all), activity_(all, 0) {}

  void operator()(const ClinicCreated& event) { clinics_.create(made(event)); }

  void operator()(const ClinicChanged& event) {
    rows::Clinic& clinic = clinics_.at(event.clinic_id.value);
    if (event.name) clinic.name = *event.name;
    if (event.address) clinic.address = event.address;
    if (event.latitude) clinic.latitude = *event.latitude;
    if (event.longitude) clinic.longitude = *event.longitude;
    if (event.phone) clinic.phone = event.phone;
    if (event.email) clinic.email = event.email;
    if (event.website) clinic.website = event.website;
    if (event.description) clinic.description = event.description;
    if (event.clinic_type) clinic.type = text_of(*event.clinic_type);
    if (event.opening_hours) clinic.opening_start = event.opening_hours->start;
    if (event.opening_hours) clinic.opening_end = event.opening_hours->end;
    if (event.timezone) clinic.timezone = event.timezone;
    if (event.timezone) clinic.zone = *event.timezone;
    if (event.is_active) clinic.is_active = *event.is_active;
    clinic.updated_at = event.changed_at;
  }

  void operator()(const QueueOpened& event) { queues_.create(rows::row_of(event)); }

  void operator()(const TokenIssued& event) {
    queues_.at(event.queue_id.value).waiting_count += 1;
    tokens_.create(rows::row_of(event));
  }

  void operator()(const TokenCalled& event) {
    rows::Queue& queue = queues_.at(event.queue_id.value);
    queue.waiting_count -= 1;
    queue.current_token_no = event.token_number;
    queue.updated_at = event.called_at;
    rows::Token& called = tokens_.at(event.token_id.value);
    called.status = "CALLED";
    called.called_at = event.called_at;
    note(event.queue_id, event.called_by, event.token_id, "CALL", event.called_at);
    if (!event.completed) return;
    queue.last_served_token_number = complete(event.completed->token_id, event.called_at).token_number;
    note(event.queue_id, event.called_by, event.completed->token_id, "COMPLETE", event.called_at, "/completed");
  }

  void operator()(const TokenSkipped& event) {
    rows::Queue& queue = queues_.at(event.queue_id.value);
    rows::Token& token = tokens_.at(event.token_id.value);
    if (!token.called_at) queue.waiting_count -= 1;
    token.status = "SKIPPED";
    token.skipped_at = event.skipped_at;
    note(event.queue_id, event.skipped_by, event.token_id, "SKIP", event.skipped_at);
  }

  // Nothing of the queue changes, and the contract's activity knows no start.
  void operator()(const TokenStarted& event) { tokens_.at(event.token_id.value).status = "IN_PROGRESS"; }

  void operator()(const TokenCompleted& event) {
    rows::Queue& queue = queues_.at(event.queue_id.value);
    queue.last_served_token_number = complete(event.token_id, event.completed_at).token_number;
    note(event.queue_id, event.completed_by, event.token_id, "COMPLETE", event.completed_at);
  }

  void operator()(const TokenReturned& event) {
    queues_.at(event.queue_id.value).waiting_count -= 1;
    tokens_.remove(event.token_id.value);
    for (const auto& moved : event.renumbered) tokens_.at(moved.token_id.value).token_number = moved.token_number;
  }

  void operator()(const QueueDeactivated& event) { set_active(event.queue_id, false, event.changed_at); }
  void operator()(const QueueReactivated& event) { set_active(event.queue_id, true, event.changed_at); }
  void operator()(const QueueEnded& event) { set_active(event.queue_id, false, event.ended_at); }

 private:
  void set_active(const QueueId& id, bool active, Instant at) {
    rows::Queue& queue = queues_.at(id.value);
    queue.is_active = active;
    queue.updated_at = at;
  }

  const rows::Token& complete(const TokenId& id, Instant at) {
    rows::Token& token = tokens_.at(id.value);
    token.status = "COMPLETED";
    token.completed_at = at;
    return token;
  }

  void note(const QueueId& queue_id, const StaffId& by, const TokenId& token_id, const char* action, Instant at,
            const char* part = "") {
    rows::StaffActivity entry;
    entry.id = to_string(all_.unit()) + '/' + std::to_string(all_.event().offset) + part;
    entry.queue_id = queue_id.value;
    entry.staff_id = by.value;
    entry.token_id = token_id.value;
    entry.action = action;
    entry.created_at = at;
    activity_.create(std::move(entry));
  }

  const Rows& all_;
  Of<rows::Clinic> clinics_;
  Of<rows::Queue> queues_;
  Of<rows::Token> tokens_;
  Of<rows::StaffActivity> activity_;
};

}  // namespace

std::unique_ptr<Projection> clinic_queue_projection() {
  return std::make_unique<ProjectionOf<ClinicQueue, is_event, decode, &event_log::Topics::events_unit>>();
}

}  // namespace frontdesk::projectors
