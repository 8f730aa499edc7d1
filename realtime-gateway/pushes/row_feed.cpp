#include "realtime-gateway/pushes/row_feed.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "realtime-gateway/pushes/counted.hpp"

namespace frontdesk::realtime_gateway {

using event_log::UnitId;

namespace {

// How long a state that is ahead of what was heard waits for the log; the bound of every other wait, too.
constexpr std::chrono::milliseconds hold_max{2000};

// Whoever asks for the present state may have seen more than any reading that is under way.
constexpr std::int64_t only_by_a_later_reading = std::numeric_limits<std::int64_t>::max();

}  // namespace

void RowFeed::Due::add(Due&& other) {
  room = room || other.room;
  if (other.shown_otherwise != nullptr) shown_otherwise = other.shown_otherwise;
  shown_from = std::max(shown_from, other.shown_from);
  std::move(other.besides.begin(), other.besides.end(), std::back_inserter(besides));
}

RowFeed::RowFeed(const api::RowPush& push, Rooms& rooms, RowSource& source, Executor& loop, event_log::Topics topics,
                 std::function<std::int64_t(const UnitId&)> told_before)
    : push_(push), rooms_(rooms), source_(source), loop_(loop), topics_(topics), told_before_(std::move(told_before)) {}

void RowFeed::changed(const std::string& id, const Change& change, const std::shared_ptr<Socket>& besides) {
  Due due;
  due.room = true;
  due.shown_otherwise = change.shown_otherwise;
  due.shown_from = change.next_offset;
  if (besides) due.besides.push_back(besides);
  if (due.besides.empty() && rooms_.empty({push_.room_kind, id})) return;
  if (change.projected) return add(id, std::move(due));
  unprojected_[topics_.events_unit(id)].push_back({change.next_offset, id, std::move(due)});
}

void RowFeed::tell(const std::string& id, const std::shared_ptr<Socket>& socket) {
  Due due;
  due.shown_from = only_by_a_later_reading;
  due.besides.push_back(socket);
  add(id, std::move(due));
}

void RowFeed::add(const std::string& id, Due due) {
  Feed& feed = feeds_[id];
  feed.due.add(std::move(due));
  if (!feed.reading) read_soon(id, feed);
}

// At the end of the loop's round, so that all rows due by then are read at once.
void RowFeed::read_soon(const std::string& id, Feed& feed) {
  if (feed.queued) return;
  feed.queued = true;
  if (to_read_.empty()) loop_.post([this] { start_reads(); });
  to_read_.push_back(id);
}

void RowFeed::start_reads() {
  std::vector<std::string> ids = std::exchange(to_read_, {});
  for (const auto& id : ids) {
    Feed& feed = feeds_[id];
    feed.queued = false;
    feed.reading = true;
    feed.being_read = std::exchange(feed.due, {});
  }
  source_.read(ids, [this, ids](std::vector<RowReading> readings) {
    for (std::size_t i = 0; i < ids.size(); ++i) finished(ids[i], std::move(readings[i]));
  });
}

void RowFeed::finished(const std::string& id, RowReading reading) {
  if (reading.outcome == RowReading::Outcome::unavailable) {
    unanswered_.push_back(id);
    return;
  }
  // It may show an event that has not been told yet; what an event says by itself comes before the row.
  const UnitId unit = topics_.events_unit(id);
  if (reading.position > told_before_(unit)) {
    held_[unit].push_back({id, std::move(reading), loop_.monotonic() + hold_max});
    return;
  }
  deliver(id, reading);
}

void RowFeed::deliver(const std::string& id, const RowReading& reading) {
  const auto found = feeds_.find(id);
  Feed& feed = found->second;
  Due due = std::exchange(feed.being_read, {});
  feed.reading = false;
  // A second update that says the same would be no news to anybody.
  if (feed.due.shown_from <= reading.position) due.add(std::exchange(feed.due, {}));
  if (reading.outcome == RowReading::Outcome::found) send(id, reading.row, due);
  if (feed.due.any()) {
    read_soon(id, feed);
  } else {
    feeds_.erase(found);
  }
}

void RowFeed::send(const std::string& id, const std::any& row, const Due& due) {
  const api::Room room{push_.room_kind, id};
  const auto& shown = due.shown_otherwise != nullptr ? *due.shown_otherwise : push_.shown;
  Announcement update(std::string(push_.event), shown(row));
  std::size_t pushed = due.room ? rooms_.announce(room, update) : 0;
  std::set<Socket*> told;
  for (const auto& weak : due.besides) {
    const auto socket = weak.lock();
    if (!socket || !told.insert(socket.get()).second) continue;
    if (due.room && rooms_.contains(room, *socket)) continue;
    socket->emit(update);
    ++pushed;
  }
  count_pushes(pushed);
}

void RowFeed::told_up_to(const UnitId& unit, std::int64_t next_offset) {
  const auto found = held_.find(unit);
  if (found == held_.end()) return;
  auto& waiting = found->second;
  const auto ready = std::stable_partition(
      waiting.begin(), waiting.end(), [next_offset](const Held& held) { return held.reading.position > next_offset; });
  std::vector<Held> due(std::make_move_iterator(ready), std::make_move_iterator(waiting.end()));
  waiting.erase(ready, waiting.end());
  if (waiting.empty()) held_.erase(found);
  for (const Held& held : due) deliver(held.id, held.reading);
}

void RowFeed::projected_up_to(const UnitId& unit, std::int64_t next_offset) {
  const auto found = unprojected_.find(unit);
  if (found == unprojected_.end()) return;
  auto& waiting = found->second;
  const auto ready = std::stable_partition(waiting.begin(), waiting.end(), [next_offset](const Unprojected& change) {
    return change.next_offset > next_offset;
  });
  std::vector<Unprojected> due(std::make_move_iterator(ready), std::make_move_iterator(waiting.end()));
  waiting.erase(ready, waiting.end());
  if (waiting.empty()) unprojected_.erase(found);
  for (Unprojected& change : due) add(change.id, std::move(change.due));
}

void RowFeed::sweep() {
  for (const auto& id : std::exchange(unanswered_, {})) {
    Feed& feed = feeds_.at(id);
    feed.reading = false;
    feed.due.add(std::exchange(feed.being_read, {}));
    read_soon(id, feed);
  }
  const auto now = loop_.monotonic();
  std::vector<Held> overdue;
  for (auto& [unit, waiting] : held_) {
    for (Held& held : waiting) {
      if (held.until <= now) overdue.push_back(held);
    }
    std::erase_if(waiting, [now](const Held& held) { return held.until <= now; });
  }
  for (const Held& held : overdue) deliver(held.id, held.reading);
}

}  // namespace frontdesk::realtime_gateway
