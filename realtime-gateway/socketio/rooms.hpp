#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace frontdesk::socketio {

class Socket;

// Which sockets of a namespace hear what. A room comes with its first member and goes with its last. Loop thread only.
class Rooms {
 public:
  class Room {
    friend class Rooms;
    std::string name_;
    std::vector<Socket*> members_;
  };
  // One socket's place in a room.
  struct Membership {
    Room* room;
    std::size_t place;  // in the room's list, so that leaving costs the same in any room
  };

  // Entering twice is entering once. False: the socket is in `rooms_max` rooms already.
  [[nodiscard]] bool enter(const std::string& name, Socket& socket, std::size_t rooms_max);
  void leave(const std::string& name, Socket& socket);  // also when not in it
  void leave_all(Socket& socket);
  std::vector<std::string> rooms_of(const Socket& socket) const;
  bool contains(const std::string& name, const Socket& socket) const;

  // Safe against members who leave while it is used.
  std::vector<std::shared_ptr<Socket>> members(const std::string& name) const;
  // `tell` must leave the rooms alone. Returns how many were told.
  template <class Tell>
  std::size_t each(const std::string& name, const Tell& tell) const {
    const auto found = rooms_.find(name);
    if (found == rooms_.end()) return 0;
    for (Socket* member : found->second->members_) tell(*member);
    return found->second->members_.size();
  }

 private:
  static std::vector<Membership>::iterator membership(Socket& socket, const Room* room);
  void remove(Socket& socket, std::vector<Membership>::iterator held);

  std::unordered_map<std::string, std::unique_ptr<Room>> rooms_;
};

}  // namespace frontdesk::socketio
