#include "realtime-gateway/recovery/histories.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {

Histories::Histories(event_log::EventLog& log, Executor& loop, const event_log::Topics& topics,
                     const std::map<event_log::UnitId, units::Position>& start, PushesOf pushes_of, Limits limits)
    : log_(log), loop_(loop), pushes_of_(std::move(pushes_of)), limits_(limits) {
  for (const auto& unit : topics.all_units()) {
    if (unit.topic != event_log::events_topic) continue;
    units_.push_back(unit);
    histories_.emplace_back(start.at(unit), limits_.bytes_max / static_cast<std::size_t>(topics.events_partitions));
  }
  fillings_.resize(units_.size());
}

void Histories::keep(const event_log::UnitId& unit, const ToldEvent& event) {
  if (unit.topic == event_log::events_topic) histories_[static_cast<std::size_t>(unit.partition)].add(event);
}

void Histories::reach_back(const LogPoint& point, std::function<void(Outcome)> done) {
  struct Awaited {
    std::size_t answers = 1;  // and this call itself
    Outcome outcome = Outcome::read;
    std::function<void(Outcome)> done;
    void answered(Outcome with) {
      if (with != Outcome::read) outcome = with;
      if (--answers == 0) done(outcome);
    }
  };
  const auto awaited = std::make_shared<Awaited>();
  awaited->done = std::move(done);
  for (std::size_t i = 0; i < point.places.size(); ++i) {
    const std::int64_t from = point.places[i].offset;
    if (from >= histories_[i].begin()) continue;
    ++awaited->answers;
    fillings_[i].waiting.push_back({from, [awaited](Outcome outcome) { awaited->answered(outcome); }});
    fill(i);
  }
  awaited->answered(Outcome::read);
}

void Histories::fill(std::size_t partition) {
  Filling& filling = fillings_[partition];
  if (filling.under_way || filling.waiting.empty()) return;
  if (!histories_[partition].may_grow_backwards()) return answer(partition, Outcome::too_much);
  const std::int64_t from =
      std::min_element(filling.waiting.begin(), filling.waiting.end(), [](const auto& a, const auto& b) {
        return a.from < b.from;
      })->from;
  filling.under_way = std::make_shared<EarlierEvents>(loop_, pushes_of_, limits_.earlier, histories_[partition], from);
  filling.under_way->read(log_, units_[partition],
                          [this, partition, from, alive = std::weak_ptr(alive_)](EarlierEvents::Found found) {
                            if (!alive.expired()) filled(partition, from, std::move(found));
                          });
}

void Histories::filled(std::size_t partition, std::int64_t from, EarlierEvents::Found found) {
  fillings_[partition].under_way.reset();
  // What was let go meanwhile is later than what was found.
  if (found.outcome == Outcome::read && histories_[partition].may_grow_backwards()) {
    histories_[partition].add_before(from, found.events, std::move(found.chain));
  }
  answer(partition, found.outcome);
  fill(partition);
}

// If all went well, whoever has asked for more meanwhile waits on.
void Histories::answer(std::size_t partition, Outcome outcome) {
  auto& waiting = fillings_[partition].waiting;
  const std::int64_t begin = histories_[partition].begin();
  const auto still = std::partition(waiting.begin(), waiting.end(),
                                    [&](const Asked& asked) { return outcome == Outcome::read && asked.from < begin; });
  const std::vector<Asked> due(std::make_move_iterator(still), std::make_move_iterator(waiting.end()));
  waiting.erase(still, waiting.end());
  for (const auto& asked : due) asked.done(asked.from >= begin ? Outcome::read : outcome);
}

}  // namespace frontdesk::realtime_gateway
