#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "platform/process/probe.hpp"
#include "platform/projected/projected.hpp"
#include "platform/units/owner.hpp"

namespace frontdesk::command_api {

// All units this instance may take, each behind its owner, on one executor.
class Units {
 public:
  using MakeFold = std::function<std::unique_ptr<units::Fold>(const event_log::UnitId&)>;
  Units(const event_log::Topics& topics, event_log::EventLog& log, Executor& executor, const MakeFold& make_fold,
        const units::OwnerOptions& options);
  ~Units();

  void take_all();
  // Any thread. `command.answered` is called on the executor; with `unavailable` once closed.
  void submit(const event_log::UnitId& unit, units::Command command);
  // Any thread: ready when every unit serves but those that stopped, and not all have.
  process::Readiness readiness() const;
  // Blocks until nothing is pending or `patience` has passed. Not on the executor.
  void drain(std::chrono::milliseconds patience);
  // Gives up all units; what is still pending is answered `unavailable`. Blocks. Not on the executor.
  void close();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace frontdesk::command_api
