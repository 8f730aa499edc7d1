#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rows/booking.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// What is written in chat rooms: contract 000, sections 3 and 4.
namespace frontdesk::api::pet_care {

extern const Shape<rows::CareMessage> message;

struct HistoryOfRoom {
  std::string room_id;
  std::optional<std::int64_t> limit;
  std::int64_t skip = 0;
};
extern const Route<HistoryOfRoom> history_of_room;

// Writing, by a socket event alone.
struct SendMessage {
  std::string room_id;
  std::string content;
  std::optional<std::string> kind;  // as events have it
};
extern const Route<SendMessage> send_message;

// Who has joined hears what is written.
struct JoinRoom {
  std::string room_id;
};
extern const Route<JoinRoom> join_room;
inline constexpr std::string_view room_kind = "room";

Resource messages_resource();

}  // namespace frontdesk::api::pet_care
