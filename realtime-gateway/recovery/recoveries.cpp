#include "realtime-gateway/recovery/recoveries.hpp"

#include <algorithm>
#include <utility>

#include "platform/metrics/metrics.hpp"

namespace frontdesk::realtime_gateway {
namespace {

LogPoint point_of(const std::map<event_log::UnitId, units::Position>& start) {
  LogPoint point;
  for (const auto& [unit, position] : start) {
    if (unit.topic == event_log::events_topic) point.places.push_back({position.next_offset, 0});
  }
  return point;
}

std::vector<std::string> names_of(const std::vector<api::Room>& rooms) {
  std::vector<std::string> names;
  for (const auto& room : rooms) names.push_back(room.name());
  return names;
}

std::vector<std::string> rooms_of(const Resumption& resumption, const Identity& identity) {
  auto rooms = names_of(resumption.rooms);
  rooms.push_back(api::room_of_user(identity.user_id).name());
  return rooms;
}

std::size_t bytes_of(const std::vector<MissedPush>& missed) {
  std::size_t bytes = 0;
  for (const auto& push : missed) bytes += push.content->json.size();
  return bytes;
}

// It hears of what it was in, so that it knows what to load.
void give_up(Resumption& resumption) {
  for (const auto& room : std::exchange(resumption.rooms, {})) resumption.lost.push_back(room.name());
  resumption.missed.clear();
}

void count(const Resumption& resumption) {
  const std::string result(resumption.recovered ? "recovered" : resumption.reason);
  metrics::counter("gateway_recoveries_total", "connections that came back, by what came of it", {{"result", result}})
      .add();
}

}  // namespace

// A connection that comes back: everything it needs is asked for at once.
struct Recoveries::Attempt {
  Identity identity;
  std::function<void(std::unique_ptr<Resumption>)> done;
  std::unique_ptr<Resumption> resumption = std::make_unique<Resumption>();
  std::size_t awaited = 1;  // answers, and the beginning itself

  void fail(std::string_view reason) {
    if (resumption && resumption->reason.empty()) resumption->reason = reason;
  }
};

Recoveries::Recoveries(Parts parts, const std::map<event_log::UnitId, units::Position>& start, std::string_view secret,
                       Limits limits)
    : parts_(std::move(parts)),
      limits_(limits),
      histories_(parts_.log, parts_.loop, parts_.topics, start, parts_.pushes_of, limits_.histories),
      generation_(parts_.log, parts_.loop, parts_.topics),
      positions_(std::make_shared<StreamPositions>(secret, point_of(start),
                                                   static_cast<std::uint32_t>(parts_.loop.random()))) {}

bool Recoveries::settled() {
  constexpr std::chrono::milliseconds generation_patience{2000};
  if (!positions_->known() && !generation_.text().empty()) positions_->read(generation_.text());
  return positions_->known() || parts_.loop.monotonic() - begun_at_ > generation_patience;
}

void Recoveries::keep(const HeardEvent& event, std::vector<ToldPush> pushes) {
  histories_.keep(event.unit, {event.next_offset - 1, event.time, std::move(pushes)});
}

void Recoveries::telling(const event_log::UnitId& unit, std::int64_t offset, int pushes) {
  if (unit.topic == event_log::events_topic)
    positions_->told(static_cast<std::size_t>(unit.partition), {offset, pushes});
}

void Recoveries::told_up_to(const event_log::UnitId& unit, std::int64_t offset) {
  if (unit.topic != event_log::events_topic) return;
  positions_->told(static_cast<std::size_t>(unit.partition), {offset, 0});
  const auto caught_up = std::stable_partition(behind_.begin(), behind_.end(), [this](const auto& attempt) {
    return attempt->resumption && !reaches(positions_->now(), attempt->resumption->at);
  });
  const std::vector<std::shared_ptr<Attempt>> due(caught_up, behind_.end());
  behind_.erase(caught_up, behind_.end());
  for (const auto& attempt : due) step(attempt);
}

void Recoveries::sweep() {
  const auto now = parts_.loop.monotonic();
  const auto full_again =
      std::chrono::milliseconds(static_cast<std::int64_t>(1000 * limits_.user_bytes_burst / limits_.user_bytes_per_s));
  std::erase_if(allowances_, [&](const auto& entry) { return now - entry.second.at > full_again; });
}

std::optional<std::string> Recoveries::offer(const Identity& identity, const std::string& sid,
                                             const std::optional<std::string>& held) {
  if (!positions_->known()) return std::nullopt;
  return positions_->text(
      ResumeToken{identity.user_id, sid, positions_->now(), held ? fingerprint(*held) : std::string()});
}

void Recoveries::recover(const Comeback& comeback, const Identity& identity,
                         std::function<void(std::unique_ptr<Resumption>)> done) {
  const auto attempt = std::make_shared<Attempt>();
  attempt->identity = identity;
  attempt->done = std::move(done);
  Resumption& resumption = *attempt->resumption;
  resumption.token = comeback.token;
  std::vector<std::string> rooms;
  const auto token = positions_->resume_token(comeback.token);
  if (!positions_->known()) {
    attempt->fail(not_recovered::not_offered);
  } else if (!token || token->user_id != identity.user_id) {
    attempt->fail(not_recovered::unknown);
  } else {
    resumption.sid = token->sid;
    resumption.at = token->begun;
    // Clients keep the position of an earlier session until an event of this one replaces it.
    const bool moved = comeback.position && fingerprint(*comeback.position) != token->stale_position;
    const auto position = moved ? positions_->position(*comeback.position) : std::nullopt;
    if (position) {
      rooms = position->rooms;
      resumption.at = position->at;
      if (position->too_many_rooms) attempt->fail(not_recovered::too_many_rooms);
    }
    if (moved && (!position || !reaches(position->at, token->begun))) attempt->fail(not_recovered::unknown);
  }
  begin(attempt, rooms);
}

void Recoveries::begin(const std::shared_ptr<Attempt>& attempt, const std::vector<std::string>& rooms) {
  Resumption& resumption = *attempt->resumption;
  if (!resumption.reason.empty()) {
    resumption.lost = rooms;
  } else {
    resumption.awaited = await(rooms, attempt->identity);
    ask_for_rooms(attempt, rooms);
    ++attempt->awaited;
    histories_.reach_back(resumption.at, [this, attempt](Histories::Outcome outcome) {
      if (outcome == Histories::Outcome::too_much) attempt->fail(not_recovered::too_much);
      if (outcome == Histories::Outcome::unavailable) attempt->fail(not_recovered::unavailable);
      step(attempt);
    });
    if (!reaches(positions_->now(), resumption.at)) {
      ++attempt->awaited;
      behind_.push_back(attempt);
    }
    parts_.loop.after(limits_.patience, [this, weak = std::weak_ptr(attempt)] {
      const auto late = weak.lock();
      if (!late || !late->resumption) return;
      late->fail(not_recovered::unavailable);
      std::erase(behind_, late);
      finish(late);
    });
  }
  step(attempt);
}

void Recoveries::ask_for_rooms(const std::shared_ptr<Attempt>& attempt, const std::vector<std::string>& rooms) {
  for (const auto& name : rooms) {
    const auto room = room_of(name);
    if (!room) {
      attempt->resumption->lost.push_back(name);
      continue;
    }
    ++attempt->awaited;
    parts_.may_join(*room, attempt->identity, [this, attempt, room = *room](const Facade::Entry& entry) {
      using Verdict = Facade::Entry::Verdict;
      if (attempt->resumption) {
        if (entry.verdict == Verdict::allowed) attempt->resumption->rooms.push_back(room);
        if (entry.verdict != Verdict::allowed) attempt->resumption->lost.push_back(room.name());
      }
      if (entry.verdict == Verdict::unavailable) attempt->fail(not_recovered::unavailable);
      step(attempt);
    });
  }
}

void Recoveries::step(const std::shared_ptr<Attempt>& attempt) {
  if (attempt->resumption && --attempt->awaited == 0) read_rows(attempt);
}

// Of what is to be told some shows rows that nobody here has read. What comes meanwhile is read, because its room is
// awaited.
void Recoveries::read_rows(const std::shared_ptr<Attempt>& attempt) {
  Resumption& resumption = *attempt->resumption;
  std::map<RowSource*, std::vector<std::shared_ptr<PushContent>>> unread;
  if (resumption.reason.empty()) {
    const auto missed = replay(histories_.all(), rooms_of(resumption, attempt->identity), resumption.at,
                               positions_->now(), limits_.replay);
    if (const auto* pushes = std::get_if<std::vector<MissedPush>>(&missed)) {
      for (const auto& push : *pushes) {
        const auto& content = push.content;
        if (content->state == PushContent::State::unread) unread[content->rows].push_back(content);
      }
    }
  }
  if (unread.empty()) return finish(attempt);
  attempt->awaited = unread.size();
  for (auto& [rows, contents] : unread) {
    std::vector<std::string> ids;
    for (const auto& content : contents) ids.push_back(content->row_id);
    rows->read(std::move(ids), [this, attempt, contents = contents](const std::vector<RowReading>& readings) {
      for (std::size_t i = 0; i < contents.size(); ++i) {
        // One that is not found may not be projected yet.
        if (readings[i].outcome != RowReading::Outcome::found) attempt->fail(not_recovered::unavailable);
        if (readings[i].outcome == RowReading::Outcome::found) contents[i]->take(readings[i]);
      }
      step(attempt);
    });
  }
}

std::shared_ptr<void> Recoveries::await(std::vector<std::string> rooms, const Identity& identity) {
  rooms.push_back(api::room_of_user(identity.user_id).name());
  awaited_->insert(rooms.begin(), rooms.end());
  const auto leave = [awaited = awaited_, rooms](void*) {
    for (const auto& room : rooms) awaited->erase(awaited->find(room));
  };
  return {awaited_.get(), leave};
}

void Recoveries::finish(const std::shared_ptr<Attempt>& attempt) {
  auto resumption = std::move(attempt->resumption);
  resumption->recovered = resumption->reason.empty();
  if (resumption->recovered) catch_up(*resumption, attempt->identity);
  if (!resumption->recovered) give_up(*resumption);
  count(*resumption);
  std::exchange(attempt->done, nullptr)(std::move(resumption));
}

void Recoveries::catch_up(Resumption& resumption, const Identity& identity) {
  auto replayed =
      replay(histories_.all(), rooms_of(resumption, identity), resumption.at, positions_->now(), limits_.replay);
  auto* const missed = std::get_if<std::vector<MissedPush>>(&replayed);
  const bool told = missed != nullptr && may_be_told(identity.user_id, static_cast<double>(bytes_of(*missed)));
  if (told) {
    resumption.at = positions_->now();
    std::move(missed->begin(), missed->end(), std::back_inserter(resumption.missed));
    return;
  }
  resumption.recovered = false;
  resumption.reason = missed == nullptr ? not_recovered::too_much : not_recovered::too_often;
  give_up(resumption);
}

std::string Recoveries::position_text(const LogPoint& at, const std::vector<api::Room>& rooms) {
  return positions_->text(at, names_of(rooms));
}

std::optional<api::Room> Recoveries::room_of(const std::string& name) const {
  const auto colon = name.find(':');
  const auto kind = std::find(parts_.room_kinds.begin(), parts_.room_kinds.end(), name.substr(0, colon));
  if (colon == std::string::npos || kind == parts_.room_kinds.end()) return std::nullopt;
  return api::Room{*kind, name.substr(colon + 1)};
}

bool Recoveries::may_be_told(const std::string& user_id, double bytes) {
  if (bytes == 0) return true;
  const auto now = parts_.loop.monotonic();
  auto& allowance = allowances_.try_emplace(user_id, Allowance{limits_.user_bytes_burst, now}).first->second;
  const double passed_s = std::chrono::duration<double>(now - allowance.at).count();
  allowance.bytes = std::min(limits_.user_bytes_burst, allowance.bytes + passed_s * limits_.user_bytes_per_s);
  allowance.at = now;
  if (allowance.bytes < bytes) return false;
  allowance.bytes -= bytes;
  return true;
}

}  // namespace frontdesk::realtime_gateway
