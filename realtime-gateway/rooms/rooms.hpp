#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "realtime-gateway/sockets/announcement.hpp"
#include "realtime-gateway/sockets/socket.hpp"
#include "schemas/api/room.hpp"

namespace frontdesk::realtime_gateway {

class Room {
 public:
  explicit Room(std::string name) : name_(std::move(name)) {}

 private:
  friend class Rooms;
  std::string name_;
  std::vector<Socket*> members_;
};

// Which connections hear what. Rooms come with their first member and go with their last. Loop thread only.
class Rooms {
 public:
  explicit Rooms(std::size_t rooms_per_socket_max = 256) : rooms_per_socket_max_(rooms_per_socket_max) {}

  // For those whose events say where they are: names of rooms, without the user's own.
  using SetOf = std::function<std::shared_ptr<const RoomSet>(std::vector<std::string> names)>;
  void tell_sets_by(SetOf set_of) { set_of_ = std::move(set_of); }

  // Entering twice is entering once. False: the connection is in as many rooms as one may be.
  [[nodiscard]] bool enter(const api::Room& room, Socket& socket);
  void leave(const api::Room& room, Socket& socket);  // also when not in it
  void leave_all(Socket& socket);                     // before a socket goes
  // Leaves all rooms of that kind but this one.
  void leave_others(const api::Room& room, Socket& socket);
  // All connections of the user leave; they are returned, to be told.
  std::vector<std::shared_ptr<Socket>> evict(const api::Room& room, std::string_view user_id);
  // Everybody leaves.
  void empty_out(const api::Room& room);

  bool contains(const api::Room& room, const Socket& socket) const;
  bool empty(const api::Room& room) const { return empty(room.name()); }
  bool empty(const std::string& room_name) const { return !rooms_.contains(room_name); }
  // The members at this moment, safe against those who leave while it is used.
  std::vector<std::shared_ptr<Socket>> members(const api::Room& room) const;

  // Returns how many got it.
  std::size_t announce(const api::Room& room, Announcement& announcement) const;
  std::size_t announce(std::string_view room_name, Announcement& announcement) const;
  // To all but the connections of one user.
  std::size_t announce(std::string_view room_name, Announcement& announcement, std::string_view except_user) const;

 private:
  static std::vector<Socket::Membership>::iterator membership(Socket& socket, const Room* room);
  void remove(Socket& socket, std::vector<Socket::Membership>::iterator membership);
  void renew_set(Socket& socket) const;

  const std::size_t rooms_per_socket_max_;
  SetOf set_of_;
  std::unordered_map<std::string, std::unique_ptr<Room>> rooms_;
};

}  // namespace frontdesk::realtime_gateway
