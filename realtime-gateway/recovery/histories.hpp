#pragma once
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "platform/event_log/topics.hpp"
#include "realtime-gateway/recovery/earlier_events.hpp"
#include "realtime-gateway/recovery/log_point.hpp"
#include "realtime-gateway/recovery/unit_history.hpp"

namespace frontdesk::realtime_gateway {

// The histories of all partitions of frontdesk.events, filled backwards from the log when somebody needs more. Loop
// thread only.
class Histories {
 public:
  using Outcome = EarlierEvents::Outcome;
  struct Limits {
    std::size_t bytes_max = 32 * 1024 * 1024;  // shared evenly by the partitions
    EarlierEvents::Limits earlier;
  };
  // `start`: where the stream begins, with an entry for each partition. The log outlives this.
  Histories(event_log::EventLog& log, Executor& loop, const event_log::Topics& topics,
            const std::map<event_log::UnitId, units::Position>& start, PushesOf pushes_of, Limits limits);

  void keep(const event_log::UnitId& unit, const ToldEvent& event);
  // Sees to it that the history of each partition reaches back to this point.
  void reach_back(const LogPoint& point, std::function<void(Outcome)> done);
  const std::vector<UnitHistory>& all() const { return histories_; }

 private:
  struct Asked {
    std::int64_t from;
    std::function<void(Outcome)> done;
  };
  struct Filling {
    std::shared_ptr<EarlierEvents> under_way;
    std::vector<Asked> waiting;
  };

  void fill(std::size_t partition);
  void filled(std::size_t partition, std::int64_t from, EarlierEvents::Found found);
  void answer(std::size_t partition, Outcome outcome);

  event_log::EventLog& log_;
  Executor& loop_;
  const PushesOf pushes_of_;
  const Limits limits_;
  std::vector<event_log::UnitId> units_;
  std::vector<UnitHistory> histories_;
  std::vector<Filling> fillings_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace frontdesk::realtime_gateway
