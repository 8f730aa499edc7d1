#include "realtime-gateway/pushes/tellings.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "platform/metrics/metrics.hpp"
#include "realtime-gateway/pushes/counted.hpp"

namespace frontdesk::realtime_gateway {

using event_log::UnitId;

namespace {

// What is told of a moment is no news any more when the stores are back after this long.
constexpr std::chrono::seconds news_for{30};

void count_given_up() {
  static metrics::Counter& given_up =
      metrics::counter("gateway_pushes_given_up_total", "events not told because their rows could not be read");
  given_up.add();
}

}  // namespace

void Tellings::tell(const HeardEvent& heard, int index, const ToldPush& push) {
  const bool first = !waiting_.contains(heard.unit);
  const bool is_wanted = wanted(push.room);
  if (!is_wanted && first) return;
  const auto telling = std::make_shared<Telling>(
      Telling{heard.unit, heard.next_offset, heard.projected, parts_.loop.monotonic() + news_for, index, push});
  const bool whole = push.content->state == PushContent::State::whole;
  if (whole && first) return announce(*telling);
  waiting_[heard.unit].push_back(telling);
  if (whole) telling->state = Telling::State::ready;
  if (!whole && is_wanted) read_soon(telling);
}

bool Tellings::wanted(const std::string& room) const { return !parts_.rooms.empty(room) || parts_.awaited(room); }

std::int64_t Tellings::told_before(const UnitId& unit, std::int64_t heard_before) const {
  const auto waiting = waiting_.find(unit);
  if (waiting == waiting_.end()) return heard_before;
  return std::min(heard_before, waiting->second.front()->next_offset - 1);
}

// At the end of the loop's round, so that all rows wanted by then are read at once.
void Tellings::read_soon(const std::shared_ptr<Telling>& telling) {
  telling->state = Telling::State::reading;
  if (to_read_.empty()) parts_.loop.post([this] { start_reads(); });
  to_read_.push_back(telling);
}

void Tellings::start_reads() {
  std::map<RowSource*, std::vector<std::shared_ptr<Telling>>> by_table;
  for (auto& telling : std::exchange(to_read_, {})) by_table[telling->push.content->rows].push_back(std::move(telling));
  for (auto& [rows, tellings] : by_table) {
    std::vector<std::string> ids;
    for (const auto& telling : tellings) ids.push_back(telling->push.content->row_id);
    rows->read(std::move(ids), [this, tellings = std::move(tellings)](const std::vector<RowReading>& readings) {
      std::set<UnitId> units;
      for (std::size_t i = 0; i < tellings.size(); ++i) {
        finished(tellings[i], readings[i]);
        units.insert(tellings[i]->unit);
      }
      for (const auto& unit : units) tell_what_is_ready(unit);
    });
  }
}

void Tellings::finished(const std::shared_ptr<Telling>& telling, const RowReading& reading) {
  // It has gone since, unless it has not come yet.
  if (reading.outcome == RowReading::Outcome::unknown && !telling->projected) {
    telling->state = Telling::State::pointless;
    unprojected_[telling->unit].push_back(telling);
  } else if (!telling->push.content->take(reading)) {
    telling->state = Telling::State::unread;
  } else {
    const bool whole = telling->push.content->state == PushContent::State::whole;
    telling->state = whole ? Telling::State::ready : Telling::State::pointless;
  }
}

void Tellings::tell_what_is_ready(const UnitId& unit) {
  const auto found = waiting_.find(unit);
  if (found == waiting_.end()) return;
  auto& waiting = found->second;
  using State = Telling::State;
  while (!waiting.empty() && waiting.front()->state != State::reading && waiting.front()->state != State::unread) {
    // Somebody may have come meanwhile.
    if (waiting.front()->state == State::unwanted && wanted(waiting.front()->push.room)) {
      read_soon(waiting.front());
      break;
    }
    const auto telling = std::move(waiting.front());
    waiting.pop_front();
    if (telling->state == State::ready) announce(*telling);
  }
  if (waiting.empty()) waiting_.erase(found);
  parts_.told_up_to(unit);
}

void Tellings::announce(const Telling& telling) {
  parts_.telling(telling.unit, telling.next_offset - 1, telling.index + 1);
  Announcement announcement(std::string(telling.push.event), telling.push.content->json);
  count_pushes(parts_.rooms.announce(telling.push.room, announcement));
}

void Tellings::projected_up_to(const UnitId& unit, std::int64_t next_offset) {
  const auto found = unprojected_.find(unit);
  if (found == unprojected_.end()) return;
  auto& all = found->second;
  const auto first_that_waits =
      std::find_if(all.begin(), all.end(), [&](const auto& telling) { return telling->next_offset > next_offset; });
  const InOrder due(all.begin(), first_that_waits);
  all.erase(all.begin(), first_that_waits);
  if (all.empty()) unprojected_.erase(found);
  if (due.empty()) return;
  auto& waiting = waiting_[unit];
  waiting.insert(waiting.begin(), due.begin(), due.end());
  for (const auto& telling : due) {
    telling->projected = true;
    read_soon(telling);
  }
}

void Tellings::sweep() {
  const auto now = parts_.loop.monotonic();
  std::vector<UnitId> changed;
  for (auto& [unit, waiting] : waiting_) {
    for (const auto& telling : waiting) {
      if (telling->state != Telling::State::unread) continue;
      if (now < telling->until) {
        read_soon(telling);
        continue;
      }
      telling->state = Telling::State::pointless;
      count_given_up();
      changed.push_back(unit);
    }
  }
  for (const auto& unit : changed) tell_what_is_ready(unit);
}

}  // namespace frontdesk::realtime_gateway
