// What staff do at the desk, by socket events (contract 004, section 5).
#include "command-api/facades/clinics/clinic_staff.hpp"
#include "command-api/facades/clinics/routes.hpp"
#include "platform/logging/log.hpp"
#include "platform/redis/redis.hpp"
#include "schemas/api/clinics/queues.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::clinics {

namespace {
using api::clinics::CallNext;
using api::clinics::OneToken;

// An empty queue called changes nothing, so no event tells the room; gateways hear of it by Redis alone.
// Not on the units' executor, which must never wait for Redis.
void announce_empty(const Deployment& deployment, const std::string& queue_id, std::string_view words) {
  auto message =
      wire::ObjectWriter().text("room", "queue:" + queue_id).text("event", "queue:empty").text("data", words).take();
  deployment.announcements.post([&redis = deployment.redis, message = std::move(message)] {
    try {
      redis.borrow()->command({"PUBLISH", "frontdesk:ephemeral", message});
    } catch (const redis::Unavailable& unavailable) {
      logging::warn("queue:empty not announced", {{"error", unavailable.what()}});
    }
  });
}

Next call_next(const Asked<CallNext>& asked, const Deployment& deployment) {
  const auto& queue_id = asked.input.queue_id;
  auto command = asked.command<clinic_queue::Context>(
      deployment.settings.topics.events_unit(queue_id), queue_id,
      clinic_queue::CallNext{.queue_id = {queue_id},
                             .staff = staff_of(asked.caller),
                             .expected_current_token_no = asked.input.expected_number,
                             .at = {}});
  command.after = [&deployment, queue_id, wording = asked.wording](const units::Answer& answer) {
    constexpr std::string_view empty = "no_waiting_tokens";
    if (answer.outcome == units::Outcome::refused && answer.refusal == empty) {
      announce_empty(deployment, queue_id, wording.words_of(empty));
    }
  };
  return command;
}

template <class Command>
Next of_token(const Asked<OneToken>& asked, const Deployment& deployment) {
  const auto& [queue_id, token_id] = asked.input;
  return asked.command<clinic_queue::Context>(
      deployment.settings.topics.events_unit(queue_id), queue_id + token_id,
      Command{.queue_id = {queue_id}, .token_id = {token_id}, .staff = staff_of(asked.caller), .at = {}});
}
}  // namespace

void add_desk_routes(Commands& commands, const Deployment& deployment) {
  commands.on<CallNext>(api::clinics::call_next,
                        [&deployment](const auto& asked) { return call_next(asked, deployment); });
  commands.on<OneToken>(api::clinics::start_token, [&deployment](const auto& asked) {
    return of_token<clinic_queue::StartToken>(asked, deployment);
  });
  commands.on<OneToken>(api::clinics::skip_token, [&deployment](const auto& asked) {
    return of_token<clinic_queue::SkipToken>(asked, deployment);
  });
  commands.on<OneToken>(api::clinics::complete_token, [&deployment](const auto& asked) {
    return of_token<clinic_queue::CompleteToken>(asked, deployment);
  });
}

}  // namespace frontdesk::command_api::clinics
