#include "schemas/api/pet_care/care_rooms.hpp"

#include "schemas/api/pet_care/fields.hpp"
#include "schemas/api/pet_care/shown.hpp"
#include "schemas/api/pet_care/who.hpp"
#include "schemas/api/pet_care/words.hpp"

namespace frontdesk::api::pet_care {

namespace {
constexpr std::string_view what_assigning_needs = "staffId and chatRoomId are required";
constexpr std::string_view what_a_room_needs = "appointmentId, petOwnerId and hospitalId are required";
constexpr std::string_view staff_id_missing = "staffId is required";

const std::string& participant_of(const rows::CareRoom& room) { return *room.participant_id; }
const std::string& user_of(const rows::CareRoom& room) { return *room.assigned_id; }
std::string role_of(const rows::CareRoom&) { return "staff"; }

const Shape<rows::CareRoom> participant{
    "Participant",
    {show_as<&participant_of>("_id", object_id_schema()), show<&user_of>("userId"),
     show_as<&role_of>("role", one_of_texts({"staff"})), show_as<&rows::CareRoom::id>("chatRoomId", object_id_schema()),
     show_version<rows::CareRoom>()}};

std::optional<Json> assigned_of(const rows::CareRoom& room) {
  if (!room.assigned_id) return std::nullopt;
  return Json{participant.json(room)};
}

std::vector<At> everywhere(std::string_view pattern, std::string_view under_api) {
  return {get(pattern), post(under_api), get(under_api)};
}
}  // namespace

const Shape<rows::CareRoom> care_room{
    "ChatRoom",
    {show_as<&rows::CareRoom::id>("_id", object_id_schema()),
     show_as<&rows::CareRoom::appointment_id>("appointmentId", object_id_schema()),
     show<&rows::CareRoom::pet_owner_id>("petOwnerId"), show<&rows::CareRoom::hospital_id>("hospitalId"),
     show_if_set<&assigned_of>("assigned", participant.schema()),
     show_as<&rows::CareRoom::status>("status", one_of_texts({"active", "archived", "closed"})),
     show<&rows::CareRoom::created_at>("createdAt"), show_version<rows::CareRoom>()},
    "assigned is absent while nobody is."};

const Route<Nothing> active_chats{
    .at = post("/admin/active-chats"),
    .also = everywhere("/admin/active-chats", "/api/admin/active-chats"),
    .tag = "chat rooms",
    .summary = "Active chat rooms, oldest first",
    .description = "A hospital sees its own.",
    .who = hospitals,
    .body_bytes_max = json_bytes_max,
    .success = {200, {"Active chat rooms fetched successfully"}, array_of(care_room.schema()), "Found."},
    .keyed = false,
    .unexpected = "Failed to fetch active chat rooms",
    .side = Side::query};

const Shape<AssignedRoom> assigned_room{"AssignedChatRoom",
                                        {{"message", one_of_texts({"Chat successfully assigned to staff"}), true,
                                          [](wire::ObjectWriter& out, std::string_view name, const AssignedRoom&) {
                                            out.text(name, "Chat successfully assigned to staff");
                                          }},
                                         show_as<&AssignedRoom::room>("chatRoom", care_room.schema())}};

const Route<AssignStaff> assign_staff{
    .at = post("/admin/assign"),
    .also = {post("/api/admin/assign")},
    .tag = "chat rooms",
    .summary = "Assign a staff member; who was assigned before loses access at once",
    .description = "A hospital does so in its own rooms.",
    .who = hospitals,
    .body = {needed<&AssignStaff::staff_id>("staffId", user_id_schema(), {what_assigning_needs}),
             needed<&AssignStaff::room_id>("chatRoomId", object_id_schema(), {what_assigning_needs, no_limit})},
    .body_bytes_max = json_bytes_max,
    .success = {200, {}, assigned_room.schema(), "Assigned; the same person again changes nothing."},
    .refusals = {{"chat_room_not_found", 404, words::chat_room_not_found},
                 {"user_is_not_staff", 400, "User is not staff"},
                 {"chat_room_closed", 409, "Chat room is closed"}},
    .unexpected = "Failed to assign chat"};

const Route<RoomsOfStaff> rooms_of_staff{
    .at = post("/staff/assigned"),
    .also = everywhere("/staff/assigned", "/api/staff/assigned"),
    .tag = "chat rooms",
    .summary = "Active chat rooms that a staff member is assigned to, oldest first",
    .description = "Staff see their own, hospitals those at themselves; hospitals and administrators say whose.",
    .who = care,
    .body = {if_any<&RoomsOfStaff::staff_id>("staffId", user_id_schema(), {staff_id_missing})
                 .about("a user's id, or that of a room's participant")},
    .body_bytes_max = json_bytes_max,
    // The blank is the original's.
    .success = {200, {" chat rooms fetched successfully"}, array_of(care_room.schema()), "Found."},
    .refusals = {{"staff_id_missing", 400, staff_id_missing}, {"unauthorized", 403, "Forbidden"}},
    .keyed = false,
    .unexpected = "Failed to fetch  chat rooms",
    .side = Side::query};

const Route<CreateRoom> create_room{
    .at = post("/chat/create"),
    .also = {post("/api/chat/create")},
    .tag = "chat rooms",
    .summary = "The chat room of an appointment, which has one from its booking on",
    .description = "For the owner and the hospital of the appointment.",
    .who = owners_and_hospitals,
    .body = {needed<&CreateRoom::appointment_id>("appointmentId", object_id_schema(), {what_a_room_needs, no_limit}),
             needed<&CreateRoom::pet_owner_id>("petOwnerId", user_id_schema(), {what_a_room_needs, no_limit}),
             needed<&CreateRoom::hospital_id>("hospitalId", user_id_schema(), {what_a_room_needs, no_limit})},
    .body_bytes_max = json_bytes_max,
    .success = {201, {}, care_room.schema(), "That room."},
    .refusals = {{"appointment_not_found", 404, words::appointment_not_found},
                 {"participants_do_not_match", 400, "Participants do not match the appointment"}},
    .unexpected = "Failed to create chat room"};

Resource care_rooms_resource() { return {describe_all(active_chats, assign_staff, rooms_of_staff, create_room)}; }

}  // namespace frontdesk::api::pet_care
