// What is written in a chat room, by the socket event `message` (contract 000, section 4).
#include "schemas/api/pet_care/messages.hpp"

#include "command-api/booking/actors.hpp"
#include "command-api/facades/pet_care/routes.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::command_api::pet_care {

namespace {
using api::pet_care::SendMessage;
using booking::events::CareMessageKind;
using booking::events::CareMessageSent;

std::optional<std::string> if_any(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

Next send(const Asked<SendMessage>& asked, const Deployment& deployment) {
  const auto& input = asked.input;
  const auto kind = input.kind ? booking::events::care_message_kind_from(*input.kind).value() : CareMessageKind::text;
  auto command =
      asked.command<booking::Context>(deployment.settings.topics.events_unit(input.room_id), input.room_id,
                                      booking::SendInRoom{.room_id = {input.room_id},
                                                          .by = actor_of(asked.caller),
                                                          .writing = {.kind = kind,
                                                                      .content = input.content,
                                                                      .attachments = {},
                                                                      .sender_name = if_any(asked.caller.name),
                                                                      .sender_image = if_any(asked.caller.picture)},
                                                          .at = {}});
  return asked.showing(std::move(command), [](const units::Answer& answer) {
    return api::pet_care::message.json(rows::row_of(event_of<CareMessageSent>(answer)));
  });
}
}  // namespace

void add_message_routes(Commands& commands, const Deployment& deployment) {
  commands.on<SendMessage>(api::pet_care::send_message,
                           [&deployment](const auto& asked) { return send(asked, deployment); });
}

}  // namespace frontdesk::command_api::pet_care
