#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "domain/decision.hpp"

namespace frontdesk::domain {

// Whatever can be asked of a context, for tables and for histories made at random: its decide is found by its type.
template <class State, class Event>
class AnyCommand {
 public:
  template <class Command>
  requires(!std::is_same_v<Command, AnyCommand>) AnyCommand(Command command)
      : decide_([command = std::move(command)](const State& state) { return decide(state, command); }) {}

  friend Decision<Event> decide(const State& state, const AnyCommand& asked) { return asked.decide_(state); }

 private:
  std::function<Decision<Event>(const State&)> decide_;
};

// given(events).when(command).then(event) for any context: its evolve, decide and type_of are found by its types.
template <class State, class Event>
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

  Outcome when(const AnyCommand<State, Event>& command) const { return Outcome(decide(state_, command)); }
  const State& state() const { return state_; }

 private:
  State state_;
};

}  // namespace frontdesk::domain
