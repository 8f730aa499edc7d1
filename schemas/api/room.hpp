#pragma once
#include <string>
#include <string_view>

namespace frontdesk::api {

// Whose members hear the same: everybody in a queue, all connections of a user. Its name is made of its kind and what
// it is about, and only here: a client names a queue or a ticket, never a room.
struct Room {
  std::string_view kind;
  std::string id;
  std::string name() const { return std::string(kind) + ':' + id; }  // "queue:<id>"
};

// Every connection is in the room of its user.
inline Room room_of_user(std::string user_id) { return {"user", std::move(user_id)}; }

}  // namespace frontdesk::api
