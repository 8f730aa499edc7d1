#include "realtime-gateway/facades/clinic_queue/queue_events.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "events/clinic_queue.hpp"
#include "platform/logging/log.hpp"
#include "realtime-gateway/facades/clinic_queue/pushes.hpp"
#include "schemas/wire/clinic_queue.hpp"
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
  return {token.patient_id, event, wire::to_json(token)};
}

struct Tell {
  Told operator()(const events::ClinicCreated&) const { return {}; }
  Told operator()(const events::ClinicChanged&) const { return {}; }
  Told operator()(const events::PlaceClaimed&) const { return {}; }
  // A queue just opened has nobody in its room.
  Told operator()(const events::QueueOpened&) const { return {}; }
  Told operator()(const events::TokenIssued& event) const { return {event.queue_id.value, false, {}}; }
  Told operator()(const events::QueueDeactivated& event) const { return {event.queue_id.value, false, {}}; }
  Told operator()(const events::QueueReactivated& event) const { return {event.queue_id.value, true, {}}; }
  Told operator()(const events::QueueEnded& event) const { return {event.queue_id.value, false, {}}; }

  Told operator()(const events::TokenCalled& event) const {
    const std::string& queue_id = event.queue_id.value;
    Told told{queue_id, false, {}};
    if (event.completed) {
      told.patients.push_back(
          push("queue:your_token_completed", completed_token(queue_id, *event.completed, event.called_at)));
    }
    rows::Token called = token_of(queue_id, event.token, "CALLED");
    called.called_at = event.called_at;
    told.patients.push_back(push("queue:your_token_called", called));
    return told;
  }

  Told operator()(const events::TokenSkipped& event) const {
    rows::Token skipped = token_of(event.queue_id.value, event.token, "SKIPPED");
    skipped.called_at = event.token.called_at;
    skipped.skipped_at = event.skipped_at;
    return {event.queue_id.value, false, {push("queue:your_token_skipped", skipped)}};
  }

  Told operator()(const events::TokenStarted& event) const {
    rows::Token started = token_of(event.queue_id.value, event.token, "IN_PROGRESS");
    started.called_at = event.token.called_at;
    return {event.queue_id.value, false, {push("queue:your_token_started", started)}};
  }

  Told operator()(const events::TokenCompleted& event) const {
    const rows::Token completed = completed_token(event.queue_id.value, event.token, event.completed_at);
    return {event.queue_id.value, false, {push("queue:your_token_completed", completed)}};
  }

  Told operator()(const events::TokenReturned& event) const {
    Told told{event.queue_id.value, false, {}};
    for (const auto& moved : event.renumbered) {
      const rows::Token token = token_of(event.queue_id.value, moved, "WAITING");
      told.patients.push_back({token.patient_id, "queue:your_token_updated", wire::to_json_with_patient(token)});
    }
    return told;
  }
};

}  // namespace

QueueEvents::QueueEvents(Rooms& rooms, QueueFeeds& feeds, QueueSockets& sockets)
    : rooms_(rooms), feeds_(feeds), sockets_(sockets) {}

bool QueueEvents::heard(const HeardEvent& heard) {
  const auto event = events::decode(heard.type, heard.schema_version, heard.payload);
  if (!event) return false;
  const Told told = std::visit(Tell{}, *event);
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
