#include "tests/simulation/dispenser.hpp"

#include <functional>
#include <sstream>
#include <utility>

namespace frontdesk::simulation {
namespace {

using units::Decided;
using units::EventDraft;
using units::Nothing;
using units::Refused;

struct Payload {
  std::uint64_t op = 0;
  std::string patient;
  std::uint64_t number = 0;
};

std::string encode(const Payload& payload) {
  return std::to_string(payload.op) + ' ' + payload.patient + ' ' + std::to_string(payload.number);
}

Payload decode(std::string_view text) {
  std::istringstream stream{std::string(text)};
  Payload payload;
  stream >> payload.op >> payload.patient >> payload.number;
  return payload;
}

constexpr std::string_view subject_prefix = "patient/";

EventDraft draft(std::string type, const Payload& payload) {
  return {"tickets", std::move(type), 1, "clinic", std::string(subject_prefix) + payload.patient, encode(payload)};
}

Decided take(const Dispenser& state, const Wish& wish) {
  if (!state.open) return Refused{"closed"};
  if (state.tickets.contains(wish.patient)) return Refused{"already_has_ticket"};
  if (state.tickets.size() == Dispenser::capacity) return Refused{"full"};
  return draft("TicketIssued", {wish.op, wish.patient, state.issued + 1});
}

Decided give_back(const Dispenser& state, const Wish& wish) {
  const auto found = state.tickets.find(wish.patient);
  if (found == state.tickets.end()) return Refused{"no_ticket"};
  return draft("TicketReturned", {wish.op, wish.patient, found->second.number});
}

Decided set_open(const Dispenser& state, const Wish& wish) {
  const bool open = wish.verb == Verb::open;
  if (state.open == open) return Nothing{};
  return draft(open ? "Opened" : "Closed", {wish.op, "nobody", 0});
}

bool fits(const Dispenser& state, std::string_view type, const Payload& payload) {
  const bool has = state.tickets.contains(payload.patient);
  if (type == "TicketIssued") {
    return state.open && !has && state.tickets.size() < Dispenser::capacity && payload.number == state.issued + 1;
  }
  if (type == "TicketReturned" || type == "TicketExpired") return has;
  return (type == "Opened" && !state.open) || (type == "Closed" && state.open);
}

}  // namespace

void Dispenser::apply(const units::EventView& event) {
  const Payload payload = decode(event.payload);
  if (nonsense.empty() && !fits(*this, event.type, payload)) {
    nonsense = std::string(event.type) + " " + std::string(event.payload);
  }
  if (event.type == "TicketIssued") {
    tickets[payload.patient] = {payload.number, event.time};
    issued = payload.number;
  } else if (event.type == "TicketReturned" || event.type == "TicketExpired") {
    tickets.erase(payload.patient);
  } else {
    open = event.type == "Opened";
  }
  ++events_of_patient[payload.patient];
  ++applied;
  const std::string fact = std::string(event.type) + ' ' + std::string(event.payload) + ' ' + to_iso8601(event.time);
  digest = digest * 0x9E3779B97F4A7C15ULL + std::hash<std::string>{}(fact);
}

std::uint64_t Dispenser::version(std::string_view subject) const {
  const auto found = events_of_patient.find(std::string(subject.substr(subject_prefix.size())));
  return found == events_of_patient.end() ? 0 : found->second;
}

std::optional<EventDraft> Dispenser::due(Instant now) const {
  for (const auto& [patient, ticket] : tickets) {
    if (ticket.issued_at.ms + expires_after_ms <= now.ms) {
      return draft("TicketExpired", {0, patient, ticket.number});
    }
  }
  return std::nullopt;
}

Decided decide(const Dispenser& state, const Wish& wish) {
  switch (wish.verb) {
    case Verb::take:
      return take(state, wish);
    case Verb::give_back:
      return give_back(state, wish);
    case Verb::open:
    case Verb::close:
      break;
  }
  return set_open(state, wish);
}

std::uint64_t op_of(std::string_view payload) { return decode(payload).op; }

}  // namespace frontdesk::simulation
