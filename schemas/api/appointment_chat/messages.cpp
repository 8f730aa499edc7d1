#include "schemas/api/appointment_chat/messages.hpp"

#include "events/booking.hpp"
#include "schemas/api/appointment_chat/fields.hpp"
#include "schemas/api/appointment_chat/parties.hpp"
#include "schemas/api/appointment_chat/words.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::api::appointment_chat {

namespace {
constexpr std::size_t json_bytes_max = 1024 * 1024;

const Schema& object_id_schema() {
  static const Schema schema =
      named_schema("appointment_chat.ObjectId", schema_of_keywords(R"("type":"string","pattern":"^[0-9a-fA-F]{24}$")"));
  return schema;
}
// In a form of its own it is told apart from a body that lacks it.
Schema any_id_schema() {
  return schema_of_keywords(R"("type":"string","minLength":1,"examples":["0123456789abcdef01234560"])");
}

const std::vector<std::string_view> kinds{"text", "image", "video", "assessment", "prescription", "file"};

Schema attachment_schema(bool stored) {
  std::vector<SchemaMember> members;
  if (stored) members.push_back({"_id", object_id_schema()});
  members.push_back({"url", text_schema(), true, "http(s), or /uploads/…"});
  members.push_back({"fileName", text_schema()});
  members.push_back({"fileSize", number_schema(), false});
  return object_of(members, !stored);
}

std::string sender_of(const ChatMessage& row) { return row.sender_profile_id.value_or(row.sender_id); }
std::string sender_type_of(const ChatMessage& row) { return row.side == owner_side ? "pet_parent" : "veterinarian"; }
std::string sender_name_of(const ChatMessage& row) { return row.sender_name.value_or(std::string(nameless(row.side))); }
std::string sender_image_of(const ChatMessage& row) { return row.sender_image.value_or(""); }
Json attachments_of(const ChatMessage& row) { return {row.attachments}; }
bool is_read(const ChatMessage& row) { return row.read_at.has_value(); }
bool is_delivered(const ChatMessage&) { return true; }
Instant updated_at(const ChatMessage& row) { return row.read_at.value_or(row.sent_at); }

std::string pet_of(const ChatAppointment& row) { return row.pet_name.value_or("Pet"); }
std::string parent_of(const ChatAppointment& row) { return row.pet_parent_name.value_or(row.parent_shown); }
std::string veterinarian_of(const ChatAppointment& row) {
  return row.veterinarian_name.value_or(row.veterinarian_shown);
}
// An appointment has no zone of its own: UTC.
std::string date_of(const ChatAppointment& row) { return to_iso8601(row.starts_at).substr(0, 10); }
std::string time_of(const ChatAppointment& row) { return to_iso8601(row.starts_at).substr(11, 5); }

Schema chat_schema() {
  return object_of({{"messages", array_of(message.schema())}, {"appointment", appointment.schema()}});
}
Schema sent_schema() {
  return object_of({{"message", message.schema()}, {"success", schema_of_keywords(R"("enum":[true])")}});
}
Schema test_schema() {
  const auto text = text_schema();
  return object_of({{"appointmentExists", schema_of_keywords(R"("enum":[true])")},
                    {"chatExists", boolean_schema()},
                    {"appointmentId", object_id_schema()},
                    {"userId", text},
                    {"userRole", one_of_texts({"pet_parent", "veterinarian", "admin"})},
                    {"message", one_of_texts({"Appointment chat system is working correctly"})}});
}

template <class In>
Field<In> queried_id() {
  return ruled<In>("appointmentId", object_id_schema(), Needed::yes,
                   [](wire::Fields& fields, In& input) { read_queried_id(fields, input.appointment_id); });
}

const std::vector<Refusal> of_reads{{"appointment_not_found", 404, words::appointment_not_found},
                                    {"unauthorized", 403, words::access_denied}};
const std::vector<Refusal> of_writes{{"malformed_id", 400, words::id_malformed},
                                     {"appointment_not_found", 404, words::appointment_not_found},
                                     {"unauthorized", 403, words::access_denied},
                                     {"chat_is_closed", 403, words::chat_is_closed}};
std::vector<Refusal> with(std::vector<Refusal> refusals, const Refusal& one) {
  refusals.push_back(one);
  return refusals;
}

// What a room is told of a message, by whichever API it was sent.
struct NewMessage {
  Json message;
};
std::vector<Addressed<NewMessage>> sent(const booking::events::CareMessageSent& event) {
  return {{{chat_room, event.appointment_id.value}, {{message.json({rows::row_of(event), std::nullopt})}}}};
}

// Where both parties are told that one of them writes, which no event of the log says.
PushDescription typing_push(std::string_view event, const std::vector<SchemaMember>& members) {
  return {event, object_of(members), "both parties that have joined, but the one who types"};
}

Route<JoinChat> in_room(std::string_view event, std::string_view summary) {
  return {.at = socket_alone,
          .tag = "appointment chat",
          .summary = summary,
          .who = any_user,
          .body = {ruled<JoinChat>(
              "appointmentId", object_id_schema(), Needed::yes,
              [](wire::Fields& fields, JoinChat& input) { read_queried_id(fields, input.appointment_id); })},
          .success = {},
          .refusals = {{"unauthorized", 403, words::access_denied}},
          .socket = {.event = event,
                     .arguments = {{"appointmentId", words::access_denied}},
                     .of_gateway = true,
                     .in_object = true}};
}
}  // namespace

std::string_view nameless(std::string_view side) { return side == owner_side ? "Pet Parent" : "Veterinarian"; }

const Shape<ChatMessage> message{
    "AppointmentMessage",
    {show_as<&ChatMessage::id>("_id", object_id_schema()),
     show_as<&ChatMessage::appointment_id>("appointmentId", object_id_schema()), show<&sender_of>("senderId"),
     show_as<&sender_type_of>("senderType", one_of_texts({"pet_parent", "veterinarian"})),
     show<&sender_name_of>("senderName"), show<&sender_image_of>("senderImage"), show<&ChatMessage::content>("content"),
     show_as<&ChatMessage::kind>("messageType", one_of_texts(kinds)),
     show_as<&attachments_of>("attachments", array_of(attachment_schema(true))), show<&is_read>("isRead"),
     show<&is_delivered>("isDelivered"), show<&ChatMessage::sent_at>("createdAt"), show<&updated_at>("updatedAt")}};

namespace {
// Behind the shape that it shows.
const Shape<NewMessage> new_message{"appointment_chat.NewMessage",
                                    {show_as<&NewMessage::message>("message", message.schema())}};
}  // namespace

const Shape<ChatAppointment> appointment{
    "AppointmentOfChat",
    {show_as<&ChatAppointment::id>("id", object_id_schema()), show<&parent_of>("petParentName"),
     show<&veterinarian_of>("veterinarianName"), show<&pet_of>("petName"),
     show_as<&date_of>("appointmentDate",
                       schema_of_keywords(R"("type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")")),
     show_as<&time_of>("appointmentTime", schema_of_keywords(R"("type":"string","pattern":"^[0-9]{2}:[0-9]{2}$")"))}};

std::string chat_json(const std::string& messages_json, const ChatAppointment& of) {
  return wire::ObjectWriter().raw("messages", messages_json).raw("appointment", appointment.json(of)).take();
}

const Route<MessagesOfChat> messages_of_chat{
    .at = get("/api/appointment-chat/messages"),
    .tag = "appointment chat",
    .summary = "All messages, oldest first; those of the other side are read from now on",
    .description = "For the pet parent and the veterinarian of the appointment; also of a closed chat.",
    .query = {queried_id<MessagesOfChat>(),
              ruled<MessagesOfChat>("limit", schema_of(wire::NumberRule{.min = 1, .max = 500, .whole = true}),
                                    Needed::no, read_page)
                  .about("so many of the newest; all if not said"),
              ruled<MessagesOfChat>("before", object_id_schema(), Needed::no, read_page_before)
                  .about("those before this message")},
    .success = {200, {}, chat_schema(), "Found."},
    .refusals = with(of_reads, {"invalid_pagination", 400, words::invalid_pagination}),
    .unexpected = "Failed to fetch messages"};

const Route<SendMessage> send_message{
    .at = post("/api/appointment-chat/messages"),
    .tag = "appointment chat",
    .summary = "Write to the other side",
    .description =
        "For the pet parent and the veterinarian of the appointment; assessments and prescriptions are the "
        "veterinarian's.",
    .body = {ruled<SendMessage>("appointmentId", any_id_schema(), Needed::yes, read_id),
             ruled<SendMessage>("content", schema_of_keywords(R"("type":"string","minLength":1,"maxLength":10000)"),
                                Needed::yes, read_content),
             option<&SendMessage::kind>("messageType", kinds, Needed::no),
             ruled<SendMessage>("attachments", array_of(attachment_schema(false)), Needed::no, read_attachments)
                 .about("at most 10")},
    .body_bytes_max = json_bytes_max,
    .success = {200, {}, sent_schema(), "Sent."},
    .refusals = of_writes,
    .unexpected = "Failed to send message"};

const Route<TestOfChat> test_of_chat{.at = get("/api/appointment-chat/test"),
                                     .tag = "appointment chat",
                                     .summary = "Whether the chat is there; changes nothing",
                                     .description = "For the two parties and administrators.",
                                     .query = {queried_id<TestOfChat>()},
                                     .success = {200, {}, test_schema(), "It is."},
                                     .refusals = of_reads,
                                     .unexpected = "Test failed"};

const Route<Typing> typing{
    .at = post("/api/appointment-chat/typing"),
    .tag = "appointment chat",
    .summary = "Tell the other side that one begins or stops writing",
    .description = "For the two parties. Whoever the body names, the other side is told of the caller.",
    .body = {ruled<Typing>("appointmentId", any_id_schema(), Needed::yes, read_typing),
             {{"userId", schema_of_keywords(R"("type":"string","minLength":1)")}, [](wire::Fields&, Typing&) {}},
             {{"action", one_of_texts({"start", "stop"})}, [](wire::Fields&, Typing&) {}}},
    .body_bytes_max = json_bytes_max,
    .success = {200, {}, object_of({{"success", schema_of_keywords(R"("enum":[true])")}}), "Told."},
    .refusals = of_writes,
    .keyed = false,
    .side = Side::command};

const Route<JoinChat> join_chat = in_room("join_appointment", "Hear of messages and of typing");
const Route<JoinChat> leave_chat = in_room("leave_appointment", "Hear of them no more");

Resource messages_resource() {
  const SchemaMember user{"userId", text_schema(), true, "as in senderId"};
  return {.routes = {describe(messages_of_chat), describe(send_message), describe(test_of_chat), describe(typing),
                     describe(join_chat), describe(leave_chat)},
          .pushes = {{"new-message",
                      new_message.schema(),
                      "both parties that have joined, the sender too",
                      {tells(&sent, new_message)}},
                     typing_push(typing_start, {user, {"userName", text_schema()}}),
                     typing_push(typing_stop, {user})}};
}

}  // namespace frontdesk::api::appointment_chat
