#include "realtime-gateway/socketio/rooms.hpp"

#include <algorithm>
#include <utility>

#include "realtime-gateway/socketio/socket.hpp"

namespace frontdesk::socketio {

std::vector<Rooms::Membership>::iterator Rooms::membership(Socket& socket, const Room* room) {
  return std::find_if(socket.memberships_.begin(), socket.memberships_.end(),
                      [room](const auto& held) { return held.room == room; });
}

bool Rooms::enter(const std::string& name, Socket& socket, std::size_t rooms_max) {
  if (contains(name, socket)) return true;
  if (socket.memberships_.size() >= rooms_max) return false;
  auto& room = rooms_[name];
  if (!room) {
    room = std::make_unique<Room>();
    room->name_ = name;
  }
  socket.memberships_.push_back({room.get(), room->members_.size()});
  room->members_.push_back(&socket);
  return true;
}

void Rooms::leave(const std::string& name, Socket& socket) {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return;
  const auto held = membership(socket, found->second.get());
  if (held != socket.memberships_.end()) remove(socket, held);
}

void Rooms::leave_all(Socket& socket) {
  while (!socket.memberships_.empty()) remove(socket, socket.memberships_.end() - 1);
}

// The last member takes the place of the one who goes.
void Rooms::remove(Socket& socket, std::vector<Membership>::iterator held) {
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

std::vector<std::string> Rooms::rooms_of(const Socket& socket) const {
  std::vector<std::string> names;
  names.reserve(socket.memberships_.size());
  for (const auto& held : socket.memberships_) names.push_back(held.room->name_);
  return names;
}

bool Rooms::contains(const std::string& name, const Socket& socket) const {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return false;
  const Room* const room = found->second.get();
  return std::any_of(socket.memberships_.begin(), socket.memberships_.end(),
                     [room](const auto& held) { return held.room == room; });
}

std::vector<std::shared_ptr<Socket>> Rooms::members(const std::string& name) const {
  std::vector<std::shared_ptr<Socket>> present;
  each(name, [&present](Socket& member) { present.push_back(member.shared_from_this()); });
  return present;
}

}  // namespace frontdesk::socketio
