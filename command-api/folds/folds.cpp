#include "command-api/folds/folds.hpp"

#include <unistd.h>

#include <array>
#include <stdexcept>
#include <type_traits>

#include "platform/event_log/partitioning.hpp"

namespace frontdesk::command_api {

namespace {
struct Place {
  std::string key;
  std::string subject;
};

// Which aggregate an event belongs to; its id is the record's subject, the consistency key the record's key.
template <class Event>
Place place_of(const Event& event) {
  if constexpr (std::is_same_v<Event, clinic_queue::events::PlaceClaimed>) {
    const auto place = clinic_queue::place_of(event.name, event.latitude, event.longitude);
    return {place, "place/" + place};
  } else if constexpr (requires { event.queue_id; }) {
    return {event.clinic_id.value, "queue/" + event.queue_id.value};
  } else if constexpr (requires { event.session_id; }) {
    return {event.user_id.value, "session/" + event.session_id.value};
  } else if constexpr (requires { event.user_id; }) {
    return {event.user_id.value, "account/" + event.user_id.value};
  } else {
    return {event.clinic_id.value, "clinic/" + event.clinic_id.value};
  }
}

template <class AnyEvent>
units::EventDraft draft(const AnyEvent& event) {
  const auto place = std::visit([](const auto& some) { return place_of(some); }, event);
  return {.type = std::string(type_of(event)),
          .schema_version = version_of(event),
          .key = place.key,
          .subject = place.subject,
          .payload = encode(event)};
}

template <class AnyDecision>
units::Decided from(const AnyDecision& decision) {
  if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) {
    return units::Refused{std::string(rejection->code)};
  }
  if (std::holds_alternative<domain::NoChange>(decision)) return units::Nothing{};
  return draft(std::get<0>(decision));
}

std::string random_uuid() {
  std::array<std::uint64_t, 2> bits{};
  if (getentropy(bits.data(), sizeof bits) != 0) throw std::runtime_error("the kernel gives no random numbers");
  return event_log::uuid_from(bits[0], bits[1]);
}

[[noreturn]] void unknown_event(const units::EventView& event) {
  throw std::logic_error("the log holds an event that no context knows: " + std::string(event.type));
}

template <class Map>
std::uint64_t version_in(const Map& aggregates, const typename Map::key_type& id) {
  const auto found = aggregates.find(id);
  return found == aggregates.end() ? 0 : found->second.version;
}

// A record's subject, as place_of makes it.
struct Subject {
  std::string_view kind;
  std::string id;
};
Subject subject_from(std::string_view text) {
  const std::size_t end = text.find('/');
  if (end == std::string_view::npos) throw std::logic_error("a subject without a kind");
  return {text.substr(0, end), std::string(text.substr(end + 1))};
}

[[noreturn]] void unknown_kind(const Subject& subject) {
  throw std::logic_error("no aggregate counts the events of a " + std::string(subject.kind));
}

class EventsFold : public units::Fold {
 public:
  EventsFold(const clinic_queue::Calendar& calendar, event_log::UnitId unit, event_log::Topics topics)
      : calendar_(calendar), unit_(std::move(unit)), topics_(topics) {}

  void apply(const units::EventView& event) override {
    const auto decoded = clinic_queue::events::decode(event.type, event.schema_version, event.payload);
    if (!decoded) unknown_event(event);
    clinic_queue::evolve(clinic_queue, *decoded);
  }
  std::unique_ptr<units::Fold> clone() const override { return std::make_unique<EventsFold>(*this); }
  std::uint64_t version(std::string_view subject) const override {
    const Subject aggregate = subject_from(subject);
    if (aggregate.kind == "queue") return version_in(clinic_queue.queues, {aggregate.id});
    if (aggregate.kind == "clinic") return version_in(clinic_queue.clinics, {aggregate.id});
    if (aggregate.kind == "place") return version_in(clinic_queue.places, aggregate.id);
    unknown_kind(aggregate);
  }
  std::optional<units::EventDraft> due(Instant now) const override {
    const auto mint = [this](const auto&, const auto&) { return clinic_queue::QueueId{mint_uuid(unit_, topics_)}; };
    const auto event = clinic_queue::due(clinic_queue, now, calendar_, mint);
    if (!event) return std::nullopt;
    return draft(*event);
  }

  clinic_queue::State clinic_queue;

 private:
  const clinic_queue::Calendar& calendar_;
  event_log::UnitId unit_;
  event_log::Topics topics_;
};

class IdentityFold : public units::Fold {
 public:
  void apply(const units::EventView& event) override {
    const auto decoded = identity::events::decode(event.type, event.schema_version, event.payload);
    if (!decoded) unknown_event(event);
    identity::evolve(identity, *decoded);
  }
  std::unique_ptr<units::Fold> clone() const override { return std::make_unique<IdentityFold>(*this); }
  std::uint64_t version(std::string_view subject) const override {
    const Subject aggregate = subject_from(subject);
    if (aggregate.kind == "session") return version_in(identity.sessions, {aggregate.id});
    if (aggregate.kind == "account") return version_in(identity.accounts, {aggregate.id});
    unknown_kind(aggregate);
  }
  std::optional<units::EventDraft> due(Instant) const override { return std::nullopt; }

  identity::State identity;
};
}  // namespace

std::function<std::unique_ptr<units::Fold>(const event_log::UnitId&)> make_folds(const clinic_queue::Calendar& calendar,
                                                                                 const event_log::Topics& topics) {
  return [&calendar, topics](const event_log::UnitId& unit) -> std::unique_ptr<units::Fold> {
    if (unit.topic == event_log::identity_topic) return std::make_unique<IdentityFold>();
    return std::make_unique<EventsFold>(calendar, unit, topics);
  };
}

const clinic_queue::State& clinic_queue_state(const units::Fold& fold) {
  return dynamic_cast<const EventsFold&>(fold).clinic_queue;
}

const identity::State& identity_state(const units::Fold& fold) {
  return dynamic_cast<const IdentityFold&>(fold).identity;
}

units::Decided decided(const clinic_queue::Decision& decision) { return from(decision); }

units::Decided decided(const identity::Decision& decision) { return from(decision); }

std::string mint_uuid(const event_log::UnitId& unit, const event_log::Topics& topics) {
  const int partitions =
      unit.topic == event_log::identity_topic ? topics.identity_partitions : topics.events_partitions;
  return event_log::mint_id(unit.partition, partitions, random_uuid);
}

}  // namespace frontdesk::command_api
