#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "platform/units/fold.hpp"

namespace frontdesk::simulation {

// The smallest domain that has what the real ones have: numbers without gaps, one ticket a patient, a limit, refusals
// that later become untrue, commands that change nothing, and events of the clock.
class Dispenser final : public units::Fold {
 public:
  static constexpr std::size_t capacity = 3;
  static constexpr std::int64_t expires_after_ms = 20'000;

  void apply(const units::EventView& event) override;
  std::unique_ptr<units::Fold> clone() const override { return std::make_unique<Dispenser>(*this); }
  std::uint64_t version(std::string_view subject) const override;
  std::optional<units::EventDraft> due(Instant now) const override;

  struct Ticket {
    std::uint64_t number;
    Instant issued_at;
  };
  bool open = true;
  std::uint64_t issued = 0;
  std::map<std::string, Ticket> tickets;

  std::map<std::string, std::uint64_t> events_of_patient;

  std::uint64_t applied = 0;  // events
  std::uint64_t digest = 0;   // of all events applied, in order
  std::string nonsense;       // the first event that cannot follow on the state it met; empty if all could
};

enum class Verb { take, give_back, open, close };

// What a client wants; `op` names this wish in the event, so that the checker finds it again.
struct Wish {
  Verb verb = Verb::take;
  std::string patient;
  std::uint64_t op = 0;
};
units::Decided decide(const Dispenser& state, const Wish& wish);

// The wish that an event fulfils, 0 for the clock's.
std::uint64_t op_of(std::string_view payload);

}  // namespace frontdesk::simulation
