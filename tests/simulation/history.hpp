#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/units/command.hpp"
#include "tests/simulation/dispenser.hpp"
#include "tests/simulation/scheduler.hpp"

namespace frontdesk::simulation {

// One sending of a wish to one owner, and what came of it.
struct Attempt {
  Wish wish;
  std::optional<units::CommandKey> key;
  Micros called{0};
  std::uint64_t decided_order = 0;  // when its owner decided it, among that owner's decisions

  int answers = 0;
  Micros answered{0};
  units::Outcome outcome = units::Outcome::unavailable;
  std::string refusal;
  std::optional<std::string> payload;  // of the event in the answer
  std::int64_t next_offset = 0;
  std::uint64_t confirmed_events = 0;
  std::uint64_t confirmed_digest = 0;
  bool owner_died = false;

  bool definitive() const { return answers > 0 && outcome != units::Outcome::unavailable; }
};

// Everything that an outside observer of the run saw.
struct History {
  std::vector<std::shared_ptr<Attempt>> attempts;
  std::vector<std::string> violations;  // noticed while it ran
  std::uint64_t takes = 0;
  std::uint64_t crashes = 0;
  std::map<std::string, int> drops;  // by the beginning of their reason

  void violated(const std::string& rule) { violations.push_back(rule); }
};

}  // namespace frontdesk::simulation
