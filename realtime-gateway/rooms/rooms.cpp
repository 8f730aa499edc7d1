#include "realtime-gateway/rooms/rooms.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {

std::string to_string(const RoomId& room) {
  switch (room.kind) {
    case RoomKind::user:
      return "user:" + room.id;
    case RoomKind::queue:
      return "queue:" + room.id;
  }
  return {};
}

std::vector<Session::Membership>::iterator Rooms::membership(Session& session, const Room* room) {
  return std::find_if(session.memberships_.begin(), session.memberships_.end(),
                      [room](const auto& held) { return held.room == room; });
}

bool Rooms::enter(const RoomId& id, Session& session) {
  std::string name = to_string(id);
  if (const auto found = rooms_.find(name);
      found != rooms_.end() && membership(session, found->second.get()) != session.memberships_.end()) {
    return true;
  }
  if (session.memberships_.size() >= rooms_per_session_max) return false;
  auto& room = rooms_[name];
  if (!room) room = std::make_unique<Room>(std::move(name));
  session.memberships_.push_back({room.get(), room->members_.size()});
  room->members_.push_back(&session);
  return true;
}

void Rooms::leave(const RoomId& id, Session& session) {
  const auto found = rooms_.find(to_string(id));
  if (found == rooms_.end()) return;
  const auto held = membership(session, found->second.get());
  if (held != session.memberships_.end()) remove(session, held);
}

void Rooms::leave_all(Session& session) {
  while (!session.memberships_.empty()) remove(session, session.memberships_.end() - 1);
}

// The last member takes the place of the one who goes.
void Rooms::remove(Session& session, std::vector<Session::Membership>::iterator held) {
  const auto [room, place] = *held;
  session.memberships_.erase(held);
  Session* last = room->members_.back();
  room->members_.pop_back();
  if (last != &session) {
    room->members_[place] = last;
    membership(*last, room)->place = place;
  }
  if (room->members_.empty()) rooms_.erase(std::string(room->name_));
}

bool Rooms::contains(const RoomId& id, const Session& session) const {
  const auto found = rooms_.find(to_string(id));
  if (found == rooms_.end()) return false;
  const Room* room = found->second.get();
  return std::any_of(session.memberships_.begin(), session.memberships_.end(),
                     [room](const auto& held) { return held.room == room; });
}

bool Rooms::empty(const RoomId& id) const { return !rooms_.contains(to_string(id)); }

std::vector<std::shared_ptr<Session>> Rooms::members(const RoomId& id) const {
  std::vector<std::shared_ptr<Session>> present;
  const auto found = rooms_.find(to_string(id));
  if (found == rooms_.end()) return present;
  present.reserve(found->second->members_.size());
  for (Session* member : found->second->members_) present.push_back(member->shared_from_this());
  return present;
}

std::size_t Rooms::announce(const RoomId& id, Announcement& announcement) const {
  return announce(to_string(id), announcement);
}

std::size_t Rooms::announce(const std::string& name, Announcement& announcement) const {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return 0;
  // Sending only queues (a session never leaves its rooms inside send), so the list holds still.
  for (Session* member : found->second->members_) member->emit(announcement);
  return found->second->members_.size();
}

}  // namespace frontdesk::realtime_gateway
