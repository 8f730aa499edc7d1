#include "schemas/api/pet_care/messages.hpp"

#include "schemas/api/pet_care/fields.hpp"
#include "schemas/api/pet_care/shown.hpp"
#include "schemas/api/pet_care/who.hpp"
#include "schemas/api/pet_care/words.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "schemas/wire/json.hpp"
#include "schemas/wire/text_forms.hpp"

namespace frontdesk::api::pet_care {

namespace {
// What contract 001 tells apart is text here, and its files are documents.
std::string type_of(const rows::CareMessage& message) {
  if (message.kind == "file") return "doc";
  return message.kind == "image" || message.kind == "video" ? message.kind : "text";
}

constexpr std::string_view invalid_pagination = "Invalid pagination";
}  // namespace

const Shape<rows::CareMessage> message{
    "ChatMessage",
    {show_as<&rows::CareMessage::id>("_id", object_id_schema()), show<&rows::CareMessage::sender_id>("senderId"),
     show_as<&rows::CareMessage::room_id>("chatRoomId", object_id_schema()),
     show<&rows::CareMessage::content>("content"),
     show_as<&type_of>("type", one_of_texts({"text", "image", "video", "doc"})),
     show<&rows::CareMessage::sent_at>("timestamp"), show_version<rows::CareMessage>()}};

const Route<HistoryOfRoom> history_of_room{
    .at = post("/chat/history"),
    .also = {get("/chat/history"), post("/api/chat/history"), get("/api/chat/history")},
    .tag = "messages",
    .summary = "All messages of a chat room, oldest first; also of a closed one",
    .description = "For its owner and its assigned staff member.",
    .who = owners_and_staff,
    .body = {needed<&HistoryOfRoom::room_id>("roomId", object_id_schema(), {"roomId is required", no_limit}),
             count<&HistoryOfRoom::limit>("limit", {invalid_pagination, 1, 500}).about("all if not said"),
             count<&HistoryOfRoom::skip>("skip", {invalid_pagination, 0, 2147483647}).about("so many of the oldest")},
    .body_bytes_max = json_bytes_max,
    .success = {200, {}, array_of(message.schema()), "Found."},
    .refusals = {{"chat_room_not_found", 404, words::chat_room_not_found}, {"unauthorized", 403, "Forbidden"}},
    .keyed = false,
    .unexpected = "Failed to fetch chat history",
    .side = Side::query};

namespace {
constexpr std::string_view message_incomplete = "Missing roomId or content";
constexpr std::string_view message_too_long = "Message too long";
constexpr std::string_view invalid_type = "Invalid message type";
constexpr std::size_t characters_max = 10'000;

// Kept as it was sent; blanks around it do not count.
void read_content(wire::Fields& fields, SendMessage& in) {
  const auto content = text_of(fields, "content", {message_incomplete, no_limit});
  if (!content) return;
  if (wire::utf16_length(wire::trim(*content)) > characters_max)
    return fields.fault("content", std::string(message_too_long));
  in.content = *content;
}

void read_type(wire::Fields& fields, SendMessage& in) {
  const auto sent = fields.sent("type");
  if (sent.type() == wire::Input::Type::undefined || sent.type() == wire::Input::Type::null) return;
  const auto type = sent.string().value_or("");
  if (type != "text" && type != "image" && type != "video" && type != "doc") {
    return fields.fault("type", std::string(invalid_type));
  }
  fields.keep("type", wire::quoted(type));
  in.kind = type == "doc" ? "file" : std::string(type);
}

std::vector<Addressed<rows::CareMessage>> to_room(const booking::events::CareMessageSent& event) {
  return {{Room{room_kind, event.room_id.value}, rows::row_of(event)}};
}
}  // namespace

const Route<JoinRoom> join_room{
    .at = socket_alone,
    .tag = "messages",
    .summary = "Hear what is written in an active chat room; nothing is sent back",
    .description = "For its owner and its assigned staff member. A plain WebSocket is in one room at a time.",
    .body = {needed<&JoinRoom::room_id>("roomId", object_id_schema(), {words::room_id_missing, no_limit})},
    .refusals = {{"room_not_found", 404, words::room_not_found},
                 {"room_is_not_active", 403, words::room_is_not_active},
                 {"not_in_room", 403, words::not_in_room}},
    .socket = {
        .event = "joinRoom", .arguments = {{"roomId", words::room_id_missing}}, .of_gateway = true, .in_object = true}};

const Route<SendMessage> send_message{
    .at = socket_alone,
    .tag = "messages",
    .summary = "Write in a chat room that was joined",
    .body = {needed<&SendMessage::room_id>("roomId", object_id_schema(), {message_incomplete, no_limit}),
             ruled<SendMessage>("content", schema_of_keywords(R"("type":"string","minLength":1,"maxLength":10000)"),
                                Needed::yes, read_content),
             ruled<SendMessage>("type", one_of_texts({"text", "image", "video", "doc"}), Needed::no, read_type)},
    .success = {200, {}, message.schema(), "Written."},
    .refusals = {{"room_not_found", 404, words::room_not_found},
                 {"room_is_not_active", 403, words::room_is_not_active},
                 {"not_in_room", 403, words::not_in_room},
                 {"not_joined", 403, "Join the room first"}},
    .unexpected = words::internal_error,
    .socket = {.event = "message",
               .arguments = {{"roomId", message_incomplete},
                             {"content", {}, {message_incomplete, message_too_long}},
                             {"type", invalid_type}},
               .in_object = true,
               .acknowledges = "message",
               .in_room = room_kind}};

Resource messages_resource() {
  const auto caller = "the caller";
  return {describe_all(history_of_room, join_room, send_message),
          {{"message", message.schema(), "who has joined the room, its author, too", {tells(&to_room, message)}},
           {"unauthorized", one_of_texts({words::not_in_room}), caller}}};
}

}  // namespace frontdesk::api::pet_care
