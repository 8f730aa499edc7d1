#pragma once
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/decision.hpp"

namespace frontdesk::domain {

// given(events).when(command).then(event) for any context: its evolve, decide and type_of are found by its types.
template <class State, class Event, class Command>
class Specification {
 public:
  explicit Specification(const std::vector<Event>& events) {
    for (const Event& event : events) evolve(state_, event);
  }

  class Outcome {
   public:
    explicit Outcome(Decision<Event> decision) : decision_(std::move(decision)) {}

    void then(const Event& expected) const {
      const Event* event = std::get_if<Event>(&decision_);
      ASSERT_NE(event, nullptr) << "no event but " << words();
      EXPECT_EQ(*event, expected) << encode(*event) << "\n" << encode(expected);
    }
    void then_rejected(std::string_view code) const { EXPECT_EQ(words(), "rejected: " + std::string(code)); }
    void then_nothing() const { EXPECT_EQ(words(), "nothing"); }
    const Event& event() const { return std::get<Event>(decision_); }

   private:
    std::string words() const {
      if (const auto* rejection = std::get_if<Rejection>(&decision_))
        return "rejected: " + std::string(rejection->code);
      if (const auto* event = std::get_if<Event>(&decision_)) return "event: " + encode(*event);
      return "nothing";
    }
    Decision<Event> decision_;
  };

  Outcome when(const Command& command) const { return Outcome(decide(state_, command)); }
  const State& state() const { return state_; }

 private:
  State state_;
};

}  // namespace frontdesk::domain
