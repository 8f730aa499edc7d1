#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "realtime-gateway/session/announcement.hpp"
#include "realtime-gateway/session/session.hpp"

namespace frontdesk::realtime_gateway {

// A room's name carries its kind, and is made here only: a client names a queue or a ticket, never a room.
enum class RoomKind { user, queue };
struct RoomId {
  RoomKind kind;
  std::string id;
};
std::string to_string(const RoomId& room);  // "queue:<id>"

class Room {
 public:
  explicit Room(std::string name) : name_(std::move(name)) {}

 private:
  friend class Rooms;
  std::string name_;
  std::vector<Session*> members_;
};

// Which connections hear what. Rooms come with their first member and go with their last. Loop thread only.
class Rooms {
 public:
  // Entering twice is entering once. False: the connection is in `rooms_per_session_max` rooms already.
  [[nodiscard]] bool enter(const RoomId& room, Session& session);
  void leave(const RoomId& room, Session& session);  // also when not in it
  void leave_all(Session& session);                  // before a session goes

  bool contains(const RoomId& room, const Session& session) const;
  bool empty(const RoomId& room) const;
  // The members at this moment, safe against those who leave while it is used.
  std::vector<std::shared_ptr<Session>> members(const RoomId& room) const;

  // Returns how many got it.
  std::size_t announce(const RoomId& room, Announcement& announcement) const;
  std::size_t announce(const std::string& room_name, Announcement& announcement) const;

  static constexpr std::size_t rooms_per_session_max = 256;

 private:
  static std::vector<Session::Membership>::iterator membership(Session& session, const Room* room);
  void remove(Session& session, std::vector<Session::Membership>::iterator membership);

  std::unordered_map<std::string, std::unique_ptr<Room>> rooms_;
};

}  // namespace frontdesk::realtime_gateway
