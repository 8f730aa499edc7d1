#pragma once
#include <memory>
#include <string>

#include "platform/units/owner.hpp"
#include "platform/units/sabotage.hpp"
#include "tests/simulation/broker.hpp"
#include "tests/simulation/history.hpp"

namespace frontdesk::simulation {

inline const event_log::UnitId the_unit{"frontdesk.events", 0};

// The consumer group: whom it says the unit belongs to.
struct Group {
  int assigned = 0;
};

// One process that may own the unit, from its start to its crash. Watches its owner's manners.
class Instance final : public units::Assignment, public units::OwnerObserver, public WriteAudit {
 public:
  Instance(int id, Broker& broker, const Group& group, History& history, const units::Sabotage& sabotage);
  ~Instance() override;

  void take();
  // On the instance's executor.
  void submit(const std::shared_ptr<Attempt>& attempt);
  ProcessExecutor& executor() { return *executor_; }

  void confirm(const event_log::UnitId& unit, std::function<void(bool)> done) override;
  void serving(const event_log::UnitId& unit, const std::string& term, std::int64_t replayed) override;
  void dropped(const event_log::UnitId& unit, const std::string& reason) override;
  void broken(const event_log::UnitId& unit, const std::string& why) override;
  void appended(const event_log::NewRecord& record, bool after_unknown) override;

 private:
  void note_answer(Attempt& attempt, const units::Answer& answer);

  const int id_;
  Broker& broker_;
  const Group& group_;
  History& history_;
  std::shared_ptr<ProcessExecutor> executor_;
  ConnectedLog log_;
  bool must_ask_ = false;  // it was deposed and the group has not confirmed it since
  std::uint64_t decisions_ = 0;
  std::uint64_t last_answered_ = 0;  // the highest decision answered
  std::unique_ptr<units::Owner> owner_;
};

}  // namespace frontdesk::simulation
