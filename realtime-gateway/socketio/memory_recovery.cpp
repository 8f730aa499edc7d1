#include "realtime-gateway/socketio/memory_recovery.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "realtime-gateway/engineio/ids.hpp"

namespace frontdesk::socketio {
namespace {

std::size_t size_of(const Missed& event) {
  std::size_t size = sizeof event + event.name.size() + event.arguments.size() + event.offset.size();
  for (const std::string& bytes : event.attachments) size += bytes.size();
  return size;
}

}  // namespace

MemoryRecovery::MemoryRecovery(Limits limits, Now now)
    : limits_(limits), now_(std::move(now)), life_(engineio::random_id().substr(0, 8)) {}

std::optional<std::string> MemoryRecovery::offer(const std::string& sid, const std::shared_ptr<void>& /*data*/) {
  forget_old();
  std::string pid = engineio::random_id();
  Known& known = known_[pid];
  known.sid = sid;
  known.begun = position_;
  return pid;
}

std::string MemoryRecovery::record(const Told& told) {
  forget_old();
  if (told.is_volatile) return offset_at(position_);
  std::string offset = offset_at(++position_);
  Missed event{std::string(told.name), std::string(told.arguments), {}, offset};
  if (told.attachments) event.attachments = *told.attachments;
  kept_bytes_ += size_of(event);
  kept_.push_back({position_, std::string(told.room), std::move(event), now_()});
  while (kept_bytes_ > limits_.bytes_max) forget_first();
  return offset;
}

void MemoryRecovery::joined(const std::string& pid, const std::string& room) {
  const auto known = known_.find(pid);
  if (known != known_.end()) known->second.joined[room] = position_;
}

void MemoryRecovery::left(Left left) {
  forget_old();
  const auto found = known_.find(left.pid);
  if (found == known_.end()) return;
  if (!left.may_come_back) {
    known_.erase(found);
    return;
  }
  Known& known = found->second;
  known.rooms = std::move(left.rooms);
  known.data = std::move(left.data);
  known.lost_at = now_();
  lost_.emplace_back(*known.lost_at, left.pid);
}

void MemoryRecovery::restore(const std::string& pid, const std::optional<std::string>& offset,
                             const std::shared_ptr<void>& /*data*/, std::function<void(Restoration)> done) {
  forget_old();
  const auto found = known_.find(pid);
  if (found == known_.end() || !found->second.lost_at) return done(NotRestored("unknown or too long ago"));
  const auto position = offset ? position_of(*offset) : found->second.begun;
  if (!position) return done(NotRestored("unknown offset"));
  // Clients keep the offset of an earlier connection until an event of this one replaces it.
  done(restored(found->second, std::max(*position, found->second.begun)));
}

Restoration MemoryRecovery::restored(Known& known, Position since) const {
  Restored restored{.sid = known.sid, .rooms = known.rooms, .data = known.data, .missed = {}};
  std::unordered_map<std::string_view, Position> told_since{{known.sid, since}};
  for (const std::string& room : known.rooms) told_since[room] = std::max(since, entitled_since(known, room));
  for (const auto& [room, position] : told_since) {
    if (forgot(std::string(room), position)) return NotRestored("too much has happened since");
  }
  for (const Kept& kept : kept_) {
    const auto told = told_since.find(kept.room);
    if (told != told_since.end() && kept.position > told->second) restored.missed.push_back(kept.event);
  }
  known.lost_at.reset();
  return restored;
}

MemoryRecovery::Position MemoryRecovery::entitled_since(const Known& known, const std::string& room) const {
  const auto joined = known.joined.find(room);
  return joined == known.joined.end() ? 0 : joined->second;
}

bool MemoryRecovery::forgot(const std::string& room, Position since) const {
  const auto forgotten = forgotten_.find(room);
  return forgotten_anywhere_ > since || (forgotten != forgotten_.end() && forgotten->second > since);
}

std::optional<MemoryRecovery::Position> MemoryRecovery::position_of(const std::string& offset) const {
  const std::string_view text(offset);
  if (!text.starts_with(life_ + '-')) return std::nullopt;
  const std::string_view digits = text.substr(life_.size() + 1);
  Position position = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), position);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  return whole && position <= position_ ? std::optional(position) : std::nullopt;
}

void MemoryRecovery::forget_old() {
  const auto now = now_();
  while (!kept_.empty() && now - kept_.front().at > limits_.window + limits_.unnoticed) forget_first();
  for (; !lost_.empty() && now - lost_.front().first > limits_.window; lost_.pop_front()) {
    const auto known = known_.find(lost_.front().second);
    // It may have come back meanwhile, and been lost again.
    if (known != known_.end() && known->second.lost_at == lost_.front().first) known_.erase(known);
  }
}

void MemoryRecovery::forget_first() {
  const Kept& first = kept_.front();
  if (forgotten_.size() >= limits_.rooms_max) {
    for (const auto& [room, position] : forgotten_) forgotten_anywhere_ = std::max(forgotten_anywhere_, position);
    forgotten_.clear();
  }
  forgotten_[first.room] = first.position;
  kept_bytes_ -= size_of(first.event);
  kept_.pop_front();
}

}  // namespace frontdesk::socketio
