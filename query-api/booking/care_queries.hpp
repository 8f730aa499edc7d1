#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rows/booking.hpp"

namespace frontdesk::query_api {

// A part of a room's messages: those numbered behind `after`, at most so many.
struct MessagePage {
  std::int64_t after = 0;
  std::optional<std::int64_t> limit;  // nullopt: all
};

// The newest messages of a chat, or the newest before one.
struct ChatPage {
  std::optional<int> before;  // number
  std::optional<std::int64_t> limit;
};

// An appointment with its care room.
struct ChatRows {
  rows::Appointment appointment;
  rows::CareRoom room;
};

// A message, and when the other side read it.
struct MessageReading {
  rows::CareMessage message;
  std::optional<Instant> read_at;
};

// The questions that are asked about appointments and their care rooms, one SQL statement an answer. A page of messages
// costs the same wherever it lies, as their numbers have no gaps. Thread-safe; throws postgres::Unavailable.
class CareQueries {
 public:
  CareQueries(const std::string& database_url, std::size_t connections_max);
  ~CareQueries();

  std::optional<rows::CareRoom> room(const std::string& room_id) const;
  // All of them active, oldest first.
  std::vector<rows::CareRoom> active_rooms() const;
  std::vector<rows::CareRoom> active_rooms_of_hospital(const std::string& hospital_id) const;
  // `staff_id`: of a user or of a room's participant.
  std::vector<rows::CareRoom> active_rooms_of_staff(const std::string& staff_id) const;
  // Whether this participant of some room is that user.
  bool is_participant(const std::string& participant_id, const std::string& user_id) const;
  std::vector<rows::CareMessage> messages(const std::string& appointment_id,
                                          const MessagePage& page) const;  // oldest first

  std::optional<ChatRows> chat(const std::string& appointment_id) const;
  std::vector<MessageReading> readings(const std::string& appointment_id, const ChatPage& page) const;  // oldest first
  // In its chat; nullopt: there is no such message.
  std::optional<int> number_of_message(const std::string& appointment_id, const std::string& message_id) const;
  // Of an account, as far as anybody knows; may be empty.
  std::string name_of(const std::string& user_id) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::query_api
