#include "realtime-gateway/facades/clinic_queue/queue_events.hpp"

#include <string>
#include <utility>
#include <vector>

#include "events/clinic_queue.hpp"
#include "platform/logging/log.hpp"
#include "realtime-gateway/facades/clinic_queue/pushes.hpp"
#include "schemas/api/clinics/tokens.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace events = clinic_queue::events;

struct PatientPush {
  std::string patient_id;
  const char* event;
  std::string data_json;
};

// What one event has people told.
struct Told {
  std::string queue_id;  // its room is due an update; empty: nobody is told
  bool reactivated = false;
  std::vector<PatientPush> patients;
};

template <class EventToken>
rows::Token token_of(const std::string& queue_id, const EventToken& token, std::string status) {
  rows::Token shown;
  shown.id = token.token_id.value;
  shown.queue_id = queue_id;
  shown.patient_id = token.patient_id.value;
  shown.token_number = token.token_number;
  shown.status = std::move(status);
  shown.created_at = token.issued_at;
  return shown;
}

rows::Token completed_token(const std::string& queue_id, const events::CalledToken& token, Instant completed_at) {
  rows::Token shown = token_of(queue_id, token, "COMPLETED");
  shown.called_at = token.called_at;
  shown.completed_at = completed_at;
  return shown;
}

PatientPush push(const char* event, const rows::Token& token) {
  return {token.patient_id, event, api::clinics::token.json(token)};
}

// An event without an overload is told to nobody (a queue just opened has nobody in its room).
struct Tell {
  Told told;

  void operator()(const events::TokenIssued& event) { told.queue_id = event.queue_id.value; }
  void operator()(const events::QueueDeactivated& event) { told.queue_id = event.queue_id.value; }
  void operator()(const events::QueueReactivated& event) { told = {event.queue_id.value, true, {}}; }
  void operator()(const events::QueueEnded& event) { told.queue_id = event.queue_id.value; }

  void operator()(const events::TokenCalled& event) {
    told.queue_id = event.queue_id.value;
    if (event.completed) {
      told.patients.push_back(
          push("queue:your_token_completed", completed_token(told.queue_id, *event.completed, event.called_at)));
    }
    rows::Token called = token_of(told.queue_id, event.token, "CALLED");
    called.called_at = event.called_at;
    told.patients.push_back(push("queue:your_token_called", called));
  }

  void operator()(const events::TokenSkipped& event) {
    rows::Token skipped = token_of(event.queue_id.value, event.token, "SKIPPED");
    skipped.called_at = event.token.called_at;
    skipped.skipped_at = event.skipped_at;
    told = {event.queue_id.value, false, {push("queue:your_token_skipped", skipped)}};
  }

  void operator()(const events::TokenStarted& event) {
    rows::Token started = token_of(event.queue_id.value, event.token, "IN_PROGRESS");
    started.called_at = event.token.called_at;
    told = {event.queue_id.value, false, {push("queue:your_token_started", started)}};
  }

  void operator()(const events::TokenCompleted& event) {
    const rows::Token completed = completed_token(event.queue_id.value, event.token, event.completed_at);
    told = {event.queue_id.value, false, {push("queue:your_token_completed", completed)}};
  }

  void operator()(const events::TokenReturned& event) {
    told.queue_id = event.queue_id.value;
    for (const auto& moved : event.renumbered) {
      const rows::Token token = token_of(told.queue_id, moved, "WAITING");
      told.patients.push_back(
          {token.patient_id, "queue:your_token_updated", api::clinics::token_with_patient.json(token)});
    }
  }
};

}  // namespace

QueueEvents::QueueEvents(Rooms& rooms, QueueFeeds& feeds, QueueSockets& sockets)
    : rooms_(rooms), feeds_(feeds), sockets_(sockets) {}

bool QueueEvents::heard(const HeardEvent& heard) {
  Tell tell;
  if (!events::hear(tell, heard.type, heard.schema_version, heard.payload)) return false;
  const Told& told = tell.told;
  if (told.queue_id.empty()) return true;
  std::size_t pushed = 0;
  for (const PatientPush& patient : told.patients) {
    Announcement announcement(patient.event, patient.data_json);
    pushed += rooms_.announce(RoomId{RoomKind::user, patient.patient_id}, announcement);
  }
  count_pushes(pushed);
  logging::debug("told", {{"event", heard.type},
                          {"queue", told.queue_id},
                          {"correlation_id", heard.correlation_id},
                          {"patients_connections", std::to_string(pushed)}});
  feeds_.changed(told.queue_id, {heard.next_offset, heard.projected, told.reactivated},
                 sockets_.caller_of(heard.correlation_id));
  return true;
}

void QueueEvents::ephemeral(std::string_view message) {
  const auto input = wire::Input::from_json(message);
  if (!input) return logging::warn("an ephemeral message is no JSON");
  const auto room = input->member("room");
  const auto event = input->member("event");
  const auto data = input->member("data");
  if (!room.string() || !event.string() || !data.string() || !room.string()->starts_with("queue:")) {
    return logging::warn("an ephemeral message is not of our form");
  }
  Announcement announcement(std::string(*event.string()), wire::quoted(*data.string()));
  count_pushes(rooms_.announce(std::string(*room.string()), announcement));
}

}  // namespace frontdesk::realtime_gateway
