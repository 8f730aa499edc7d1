// GET /api/appointment-chat/messages and /test.
#include "schemas/api/appointment_chat/messages.hpp"

#include <algorithm>

#include "platform/redis/positioned_cache.hpp"
#include "platform/time/wall_clock.hpp"
#include "query-api/facades/appointment_chat/routes.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/appointment_chat/parties.hpp"
#include "schemas/api/roles.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::query_api::appointment_chat {

namespace {
namespace chat = api::appointment_chat;
using chat::ChatMessage;
using chat::MessagesOfChat;
using chat::TestOfChat;

template <class In>
std::vector<std::string> keys_of(const In& input) {
  const auto room_id = rows::counterpart_of(input.appointment_id);
  return {rows::cache_key<rows::Appointment>(input.appointment_id), rows::cache_key<rows::CareRoom>(room_id)};
}

template <class Row>
std::optional<Row> cached(const std::optional<std::string>& stored) {
  const auto entry = redis::parse_cached(stored);
  return entry ? rows::from_cache<Row>(entry->value) : std::nullopt;
}

template <class In>
std::optional<ChatRows> chat_of(const Asked<In>& asked, const Deployment& deployment) {
  if (asked.cached.size() == 2) {
    auto appointment = cached<rows::Appointment>(asked.cached[0]);
    auto room = cached<rows::CareRoom>(asked.cached[1]);
    if (appointment && room) return ChatRows{*std::move(appointment), *std::move(room)};
  }
  return deployment.care_queries.chat(asked.input.appointment_id);
}

chat::Person person_of(const auth::Caller& caller) { return {caller.user_id, caller.profile_id, caller.role}; }

// The name that somebody wrote under last, else the account's.
std::string name_of(const std::vector<ChatMessage>& messages, std::string_view side,
                    const std::optional<std::string>& person, const CareQueries& queries) {
  const auto last = std::find_if(messages.rbegin(), messages.rend(),
                                 [side](const auto& one) { return one.side == side && one.sender_name; });
  if (last != messages.rend()) return *last->sender_name;
  return person ? queries.name_of(*person) : std::string();
}

std::vector<ChatMessage> read(const CareQueries& queries, const std::string& appointment_id, const ChatPage& page) {
  std::vector<ChatMessage> all;
  for (auto& [message, read_at] : queries.readings(appointment_id, page)) {
    all.push_back({std::move(message), read_at});
  }
  return all;
}

ChatProgress progress_of(const std::vector<ChatMessage>& messages) {
  ChatProgress progress;
  for (const auto& message : messages) {
    const bool owners = message.side == chat::owner_side;
    (owners ? progress.owner_last : progress.care_last) = message.number;
    if (message.read_at) (owners ? progress.owner_read : progress.care_read) = message.number;
  }
  return progress;
}

// What was marked as read shows so, though the projection may be late, and though a message came meanwhile. Whether
// anything had to be made up for that.
bool show_as_read(std::vector<ChatMessage>& messages, std::string_view side) {
  bool made_up = false;
  for (auto& message : messages) {
    if (message.side == side || message.read_at) continue;
    message.read_at = wall_clock_now();
    made_up = true;
  }
  return made_up;
}

ChatText text_of(const ChatRows& rows, const std::vector<ChatMessage>& messages, const CareQueries& queries) {
  const auto& clinician = rows.room.veterinarian_id ? rows.room.veterinarian_id : rows.room.assigned_id;
  return {progress_of(messages), chat::message.json_array(messages),
          name_of(messages, chat::owner_side, rows.room.pet_owner_id, queries),
          name_of(messages, chat::care_side, clinician, queries)};
}

http::Response shown(const Asked<MessagesOfChat>& asked, const ChatRows& rows, std::string_view side,
                     const ChatText& text) {
  const auto shown_of = [&](std::string_view of_side, const std::string& known) {
    if (of_side == side && !asked.caller.name.empty()) return asked.caller.name;
    return known.empty() ? std::string(chat::nameless(of_side)) : known;
  };
  return asked.succeed(
      chat::chat_json(text.messages_json, {rows.appointment, shown_of(chat::owner_side, text.parent_name),
                                           shown_of(chat::care_side, text.veterinarian_name)}));
}

http::Response unavailable(const Asked<MessagesOfChat>& asked) {
  return api::error_answer(asked.wording.manners, asked.wording.path, 503, api::words::unavailable);
}

http::Response messages(const Asked<MessagesOfChat>& asked, const Deployment& deployment) {
  const auto& [id, limit, before] = asked.input;
  const auto& queries = deployment.care_queries;
  const auto found = chat_of(asked, deployment);
  if (!found) return asked.refuse("appointment_not_found");
  const auto side = chat::side_of(found->room, person_of(asked.caller));
  if (!side) return asked.refuse("unauthorized");
  const auto number_before = before ? queries.number_of_message(id, *before) : std::nullopt;
  if (before && !number_before) return asked.refuse("invalid_pagination");
  const auto mark = [&] { return deployment.read_marks.mark(asked.caller.token, id); };
  const bool unread = chat::has_unread(found->room, *side);
  if (unread && !mark()) return unavailable(asked);
  const bool whole = !limit && !before;
  if (whole && !unread) {
    const auto kept = deployment.chat_texts.find(id, query_api::progress_of(found->room));
    if (kept) return shown(asked, *found, *side, *kept);
  }
  auto found_messages = read(queries, id, {.before = number_before, .limit = limit});
  const bool made_up = show_as_read(found_messages, *side);
  // Written after the room's row was read.
  if (made_up && !unread && !mark()) return unavailable(asked);
  const auto text = std::make_shared<const ChatText>(text_of(*found, found_messages, queries));
  if (whole && !made_up) deployment.chat_texts.keep(id, text);
  return shown(asked, *found, *side, *text);
}

http::Response test(const Asked<TestOfChat>& asked, const Deployment& deployment) {
  const auto found = chat_of(asked, deployment);
  if (!found) return asked.refuse("appointment_not_found");
  const auto& caller = asked.caller;
  if (caller.role != "ADMIN" && !chat::side_of(found->room, person_of(caller))) return asked.refuse("unauthorized");
  return asked.succeed(wire::ObjectWriter()
                           .boolean("appointmentExists", true)
                           .boolean("chatExists", true)
                           .text("appointmentId", asked.input.appointment_id)
                           .text("userId", caller.user_id)
                           .text("userRole", api::role_said(asked.wording.manners.role, caller.role))
                           .text("message", "Appointment chat system is working correctly")
                           .take());
}
}  // namespace

void add_message_routes(Reads& reads, const Deployment& deployment) {
  reads.on_cached<MessagesOfChat>(chat::messages_of_chat, keys_of<MessagesOfChat>,
                                  [&deployment](const auto& asked) { return messages(asked, deployment); });
  reads.on_cached<TestOfChat>(chat::test_of_chat, keys_of<TestOfChat>,
                              [&deployment](const auto& asked) { return test(asked, deployment); });
}

}  // namespace frontdesk::query_api::appointment_chat
