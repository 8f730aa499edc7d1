#include "realtime-gateway/rooms/rooms.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {

std::vector<Socket::Membership>::iterator Rooms::membership(Socket& socket, const Room* room) {
  return std::find_if(socket.memberships_.begin(), socket.memberships_.end(),
                      [room](const auto& held) { return held.room == room; });
}

bool Rooms::enter(const api::Room& id, Socket& socket) {
  std::string name = id.name();
  if (const auto found = rooms_.find(name);
      found != rooms_.end() && membership(socket, found->second.get()) != socket.memberships_.end()) {
    return true;
  }
  if (socket.memberships_.size() >= rooms_per_socket_max_) return false;
  auto& room = rooms_[name];
  if (!room) room = std::make_unique<Room>(std::move(name));
  socket.memberships_.push_back({room.get(), room->members_.size()});
  room->members_.push_back(&socket);
  renew_set(socket);
  return true;
}

void Rooms::leave(const api::Room& id, Socket& socket) {
  const auto found = rooms_.find(id.name());
  if (found == rooms_.end()) return;
  const auto held = membership(socket, found->second.get());
  if (held == socket.memberships_.end()) return;
  remove(socket, held);
  renew_set(socket);
}

void Rooms::renew_set(Socket& socket) const {
  if (!socket.tells_positions_ || !set_of_) return;
  const auto own = api::room_of_user(socket.identity().user_id).name();
  std::vector<std::string> names;
  for (const auto& held : socket.memberships_) {
    if (held.room->name_ != own) names.push_back(held.room->name_);
  }
  socket.room_set_ = set_of_(std::move(names));
}

void Rooms::leave_all(Socket& socket) {
  while (!socket.memberships_.empty()) remove(socket, socket.memberships_.end() - 1);
}

void Rooms::leave_others(const api::Room& room, Socket& socket) {
  const std::string kind = api::Room{room.kind, ""}.name();
  const std::string kept = room.name();
  for (std::size_t i = socket.memberships_.size(); i > 0; --i) {
    const auto held = socket.memberships_.begin() + static_cast<std::ptrdiff_t>(i - 1);
    const std::string& name = held->room->name_;
    if (name.starts_with(kind) && name != kept) remove(socket, held);
  }
}

void Rooms::empty_out(const api::Room& id) {
  for (const auto& member : members(id)) leave(id, *member);
}

std::vector<std::shared_ptr<Socket>> Rooms::evict(const api::Room& id, std::string_view user_id) {
  auto evicted = members(id);
  std::erase_if(evicted, [user_id](const auto& member) { return member->identity().user_id != user_id; });
  for (const auto& member : evicted) leave(id, *member);
  return evicted;
}

// The last member takes the place of the one who goes.
void Rooms::remove(Socket& socket, std::vector<Socket::Membership>::iterator held) {
  const auto [room, place] = *held;
  socket.memberships_.erase(held);
  Socket* last = room->members_.back();
  room->members_.pop_back();
  if (last != &socket) {
    room->members_[place] = last;
    membership(*last, room)->place = place;
  }
  if (room->members_.empty()) rooms_.erase(std::string(room->name_));
}

bool Rooms::contains(const api::Room& id, const Socket& socket) const {
  const auto found = rooms_.find(id.name());
  if (found == rooms_.end()) return false;
  const Room* room = found->second.get();
  return std::any_of(socket.memberships_.begin(), socket.memberships_.end(),
                     [room](const auto& held) { return held.room == room; });
}

std::vector<std::shared_ptr<Socket>> Rooms::members(const api::Room& id) const {
  std::vector<std::shared_ptr<Socket>> present;
  const auto found = rooms_.find(id.name());
  if (found == rooms_.end()) return present;
  present.reserve(found->second->members_.size());
  for (Socket* member : found->second->members_) present.push_back(member->shared_from_this());
  return present;
}

std::size_t Rooms::announce(const api::Room& id, Announcement& announcement) const {
  return announce(id.name(), announcement);
}

std::size_t Rooms::announce(std::string_view name, Announcement& announcement) const {
  const auto found = rooms_.find(std::string(name));
  if (found == rooms_.end()) return 0;
  // Sending only queues (a session never leaves its rooms inside send), so the list holds still.
  for (Socket* member : found->second->members_) member->emit(announcement);
  return found->second->members_.size();
}

std::size_t Rooms::announce(std::string_view name, Announcement& announcement, std::string_view except_user) const {
  if (except_user.empty()) return announce(name, announcement);
  const auto found = rooms_.find(std::string(name));
  if (found == rooms_.end()) return 0;
  std::size_t told = 0;
  for (Socket* member : found->second->members_) {
    if (member->identity().user_id == except_user) continue;
    member->emit(announcement);
    ++told;
  }
  return told;
}

}  // namespace frontdesk::realtime_gateway
