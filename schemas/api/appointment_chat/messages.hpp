#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rows/booking.hpp"
#include "schemas/api/family.hpp"
#include "schemas/api/shape.hpp"

// What is written in an appointment's chat: contract 001, sections 2 and 3.
namespace frontdesk::api::appointment_chat {

// A message with what the other side has done with it.
struct ChatMessage : rows::CareMessage {
  std::optional<Instant> read_at;
};
extern const Shape<ChatMessage> message;

// An appointment as its chat shows it.
struct ChatAppointment : rows::Appointment {
  std::string parent_shown, veterinarian_shown;  // whom the booking does not name
};
extern const Shape<ChatAppointment> appointment;

// What is printed of a person of whom no name is known, by side.
std::string_view nameless(std::string_view side);

struct MessagesOfChat {
  std::string appointment_id;
  std::optional<std::int64_t> limit;
  std::optional<std::string> before;
};
extern const Route<MessagesOfChat> messages_of_chat;
// `messages_json`: an array.
std::string chat_json(const std::string& messages_json, const ChatAppointment& appointment);

struct Attachment {
  std::string url;
  std::string file_name;
  std::optional<double> file_size;
};
struct SendMessage {
  std::string appointment_id;  // well-formed or not: that is told after the rest of the body
  std::string content;
  std::string kind = "text";
  std::vector<Attachment> attachments;
};
extern const Route<SendMessage> send_message;

struct TestOfChat {
  std::string appointment_id;
};
extern const Route<TestOfChat> test_of_chat;

struct Typing {
  std::string appointment_id;
  bool begins = false;
};
extern const Route<Typing> typing;

struct JoinChat {
  std::string appointment_id;
};
extern const Route<JoinChat> join_chat;
extern const Route<JoinChat> leave_chat;

inline constexpr std::string_view typing_start = "typing-start";
inline constexpr std::string_view typing_stop = "typing-stop";

// Where both parties hear of messages: `appointment:<id>`.
inline constexpr std::string_view chat_room = "appointment";

// The id in lower case; nullopt: it has not the form of one.
std::optional<std::string> object_id_in(std::string_view text);

Resource messages_resource();

}  // namespace frontdesk::api::appointment_chat
