#include "realtime-gateway/facades/clinic_queue/queue_feeds.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "realtime-gateway/facades/clinic_queue/pushes.hpp"
#include "schemas/api/clinics/queues.hpp"

namespace frontdesk::realtime_gateway {

using event_log::UnitId;

namespace {

// How long a state that is ahead of what was heard waits for the log; the bound of every other wait, too.
constexpr std::chrono::milliseconds hold_max{2000};

// Whoever asks for the present state may have seen more than any reading that is under way.
constexpr std::int64_t only_by_a_later_reading = std::numeric_limits<std::int64_t>::max();

}  // namespace

void QueueFeeds::Due::add(Due&& other) {
  room = room || other.room;
  reactivated = reactivated || other.reactivated;
  shown_from = std::max(shown_from, other.shown_from);
  std::move(other.besides.begin(), other.besides.end(), std::back_inserter(besides));
}

QueueFeeds::QueueFeeds(Rooms& rooms, QueueStatusSource& source, Executor& loop, event_log::Topics topics,
                       std::function<std::int64_t(const UnitId&)> heard_before)
    : rooms_(rooms), source_(source), loop_(loop), topics_(topics), heard_before_(std::move(heard_before)) {}

void QueueFeeds::changed(const std::string& queue_id, const Change& change, const std::shared_ptr<Session>& besides) {
  Due due;
  due.room = true;
  due.reactivated = change.reactivated;
  due.shown_from = change.next_offset;
  if (besides) due.besides.push_back(besides);
  if (due.besides.empty() && rooms_.empty({RoomKind::queue, queue_id})) return;
  if (change.projected) return add(queue_id, std::move(due));
  unprojected_[topics_.events_unit(queue_id)].push_back({change.next_offset, queue_id, std::move(due)});
}

void QueueFeeds::tell(const std::string& queue_id, const std::shared_ptr<Session>& session) {
  Due due;
  due.shown_from = only_by_a_later_reading;
  due.besides.push_back(session);
  add(queue_id, std::move(due));
}

void QueueFeeds::add(const std::string& queue_id, Due due) {
  Feed& feed = feeds_[queue_id];
  feed.due.add(std::move(due));
  if (!feed.reading) read_soon(queue_id, feed);
}

// At the end of the loop's round, so that all queues due by then are read at once.
void QueueFeeds::read_soon(const std::string& queue_id, Feed& feed) {
  if (feed.queued) return;
  feed.queued = true;
  if (to_read_.empty()) loop_.post([this] { start_reads(); });
  to_read_.push_back(queue_id);
}

void QueueFeeds::start_reads() {
  std::vector<std::string> ids = std::exchange(to_read_, {});
  for (const auto& id : ids) {
    Feed& feed = feeds_[id];
    feed.queued = false;
    feed.reading = true;
    feed.being_read = std::exchange(feed.due, {});
  }
  source_.read(ids, [this, ids](std::vector<QueueReading> readings) {
    for (std::size_t i = 0; i < ids.size(); ++i) finished(ids[i], std::move(readings[i]));
  });
}

void QueueFeeds::finished(const std::string& queue_id, QueueReading reading) {
  if (reading.outcome == QueueReading::Outcome::unavailable) {
    unanswered_.push_back(queue_id);
    return;
  }
  // It may show an event whose patient has not been told yet; patients come before the room.
  const UnitId unit = topics_.events_unit(queue_id);
  if (reading.position > heard_before_(unit)) {
    held_[unit].push_back({queue_id, std::move(reading), loop_.monotonic() + hold_max});
    return;
  }
  deliver(queue_id, reading);
}

void QueueFeeds::deliver(const std::string& queue_id, const QueueReading& reading) {
  const auto found = feeds_.find(queue_id);
  Feed& feed = found->second;
  Due due = std::exchange(feed.being_read, {});
  feed.reading = false;
  // A second update that says the same would be no news to anybody.
  if (feed.due.shown_from <= reading.position) due.add(std::exchange(feed.due, {}));
  if (reading.outcome == QueueReading::Outcome::found) send(queue_id, reading.row, due);
  if (feed.due.any()) {
    read_soon(queue_id, feed);
  } else {
    feeds_.erase(found);
  }
}

void QueueFeeds::send(const std::string& queue_id, const rows::Queue& row, const Due& due) {
  const RoomId room{RoomKind::queue, queue_id};
  const auto& shape = due.reactivated ? api::clinics::reactivated_queue_status : api::clinics::queue_status;
  Announcement update("queue:status_update", shape.json(row));
  std::size_t pushed = due.room ? rooms_.announce(room, update) : 0;
  std::set<Session*> told;
  for (const auto& weak : due.besides) {
    const auto session = weak.lock();
    if (!session || !told.insert(session.get()).second) continue;
    if (due.room && rooms_.contains(room, *session)) continue;
    session->emit(update);
    ++pushed;
  }
  count_pushes(pushed);
}

void QueueFeeds::heard_up_to(const UnitId& unit, std::int64_t next_offset) {
  const auto found = held_.find(unit);
  if (found == held_.end()) return;
  auto& waiting = found->second;
  const auto ready = std::stable_partition(
      waiting.begin(), waiting.end(), [next_offset](const Held& held) { return held.reading.position > next_offset; });
  std::vector<Held> due(std::make_move_iterator(ready), std::make_move_iterator(waiting.end()));
  waiting.erase(ready, waiting.end());
  if (waiting.empty()) held_.erase(found);
  for (const Held& held : due) deliver(held.queue_id, held.reading);
}

void QueueFeeds::projected_up_to(const UnitId& unit, std::int64_t next_offset) {
  const auto found = unprojected_.find(unit);
  if (found == unprojected_.end()) return;
  auto& waiting = found->second;
  const auto ready = std::stable_partition(waiting.begin(), waiting.end(), [next_offset](const Unprojected& change) {
    return change.next_offset > next_offset;
  });
  std::vector<Unprojected> due(std::make_move_iterator(ready), std::make_move_iterator(waiting.end()));
  waiting.erase(ready, waiting.end());
  if (waiting.empty()) unprojected_.erase(found);
  for (Unprojected& change : due) add(change.queue_id, std::move(change.due));
}

void QueueFeeds::sweep() {
  for (const auto& queue_id : std::exchange(unanswered_, {})) {
    Feed& feed = feeds_.at(queue_id);
    feed.reading = false;
    feed.due.add(std::exchange(feed.being_read, {}));
    read_soon(queue_id, feed);
  }
  const auto now = loop_.monotonic();
  std::vector<Held> overdue;
  for (auto& [unit, waiting] : held_) {
    for (Held& held : waiting) {
      if (held.until <= now) overdue.push_back(held);
    }
    std::erase_if(waiting, [now](const Held& held) { return held.until <= now; });
  }
  for (const Held& held : overdue) deliver(held.queue_id, held.reading);
}

}  // namespace frontdesk::realtime_gateway
