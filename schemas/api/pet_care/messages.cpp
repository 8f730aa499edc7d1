#include "schemas/api/pet_care/messages.hpp"

#include "schemas/api/pet_care/fields.hpp"
#include "schemas/api/pet_care/shown.hpp"
#include "schemas/api/pet_care/who.hpp"
#include "schemas/api/pet_care/words.hpp"

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

Resource messages_resource() { return {describe_all(history_of_room)}; }

}  // namespace frontdesk::api::pet_care
