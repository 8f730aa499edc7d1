// POST /api/appointment-chat/messages and /typing; what a GET of messages marks as read.
#include "schemas/api/appointment_chat/messages.hpp"

#include "command-api/booking/actors.hpp"
#include "command-api/booking/appointment_ids.hpp"
#include "command-api/facades/appointment_chat/routes.hpp"
#include "platform/logging/log.hpp"
#include "platform/time/wall_clock.hpp"
#include "schemas/api/appointment_chat/marking.hpp"
#include "schemas/read_models/told_care_rows.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::appointment_chat {

namespace {
using api::appointment_chat::MarkRead;
using api::appointment_chat::SendMessage;
using api::appointment_chat::Typing;
using booking::events::CareMessageSent;

std::optional<std::string> if_any(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

std::vector<booking::events::CareAttachment> stored(const std::vector<api::appointment_chat::Attachment>& attachments) {
  std::vector<booking::events::CareAttachment> all;
  for (const auto& [url, name, size] : attachments) {
    all.push_back({{mint_object_id()}, events::Sealed(url), events::Sealed(name), size});
  }
  return all;
}

std::string shown(const units::Answer& answer) {
  const auto row = rows::row_of(event_of<CareMessageSent>(answer));
  return wire::ObjectWriter()
      .raw("message", api::appointment_chat::message.json({row, std::nullopt}))
      .boolean("success", true)
      .take();
}

Next send(const Asked<SendMessage>& asked, const Deployment& deployment) {
  const auto& input = asked.input;
  if (!api::appointment_chat::object_id_in(input.appointment_id)) return asked.refuse("malformed_id");
  return asked.showing(
      asked.command<booking::Context>(
          deployment.settings.topics.events_unit(input.appointment_id), input.appointment_id,
          booking::SendInChat{.appointment_id = {input.appointment_id},
                              .by = actor_of(asked.caller),
                              .writing = {.kind = booking::events::care_message_kind_from(input.kind).value(),
                                          .content = input.content,
                                          .attachments = stored(input.attachments),
                                          .sender_name = if_any(asked.caller.name),
                                          .sender_image = if_any(asked.caller.picture)},
                              .at = {}}),
      shown);
}

// Changes nothing, so no event tells the room; gateways hear of it by Redis alone.
void announce(const Deployment& deployment, const auth::Caller& typist, const Typing& typing) {
  namespace chat = api::appointment_chat;
  wire::ObjectWriter data;
  data.text("userId", typist.profile_id);
  if (typing.begins) data.text("userName", typist.name);
  auto message = wire::ObjectWriter()
                     .text("room", api::Room{chat::chat_room, typing.appointment_id}.name())
                     .text("event", typing.begins ? chat::typing_start : chat::typing_stop)
                     .text("json", data.take())
                     .text("but", typist.user_id)
                     .take();
  deployment.announcements.post([&redis = deployment.redis, message = std::move(message)] {
    try {
      redis.borrow()->command({"PUBLISH", "frontdesk:ephemeral", message});
    } catch (const redis::Unavailable& unavailable) {
      logging::warn("typing not announced", {{"error", unavailable.what()}});
    }
  });
}

Next tell_of_typing(const Asked<Typing>& asked, const Deployment& deployment) {
  const booking::AppointmentId id{asked.input.appointment_id};
  if (!api::appointment_chat::object_id_in(id.value)) return asked.refuse("malformed_id");
  const auto refusal = deployment.steps.read<booking::Context>(
      deployment.settings.topics.events_unit(id.value),
      [id, by = actor_of(asked.caller), now = wall_clock_now()](const booking::State& state) -> std::string {
        const auto found = state.appointments.find(id);
        if (found == state.appointments.end()) return "appointment_not_found";
        if (!side_in_chat(found->second, by)) return "unauthorized";
        return found->second.is_open(now) ? "" : "chat_is_closed";
      });
  if (!refusal.empty()) return asked.refuse(refusal);
  announce(deployment, asked.caller, asked.input);
  return asked.succeed(R"({"success":true})");
}

Next mark_read(const Asked<MarkRead>& asked, const Deployment& deployment) {
  const auto& id = asked.input.appointment_id;
  return asked.command<booking::Context>(
      deployment.settings.topics.events_unit(id), id,
      booking::MarkMessagesRead{.appointment_id = {id}, .by = actor_of(asked.caller), .at = {}});
}
}  // namespace

void add_message_routes(Commands& commands, const Deployment& deployment) {
  namespace chat = api::appointment_chat;
  commands.on<SendMessage>(chat::send_message, [&deployment](const auto& asked) { return send(asked, deployment); });
  commands.on_waiting_thread<Typing>(deployment.threads.steps, chat::typing,
                                     [&deployment](const auto& asked) { return tell_of_typing(asked, deployment); });
  commands.on<MarkRead>(chat::mark_read, [&deployment](const auto& asked) { return mark_read(asked, deployment); });
}

}  // namespace frontdesk::command_api::appointment_chat
