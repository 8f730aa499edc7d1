#include <algorithm>
#include <cmath>
#include <limits>

#include "command-api/facades/clinic_queue/commanding.hpp"
#include "command-api/facades/clinic_queue/routes.hpp"
#include "platform/logging/log.hpp"
#include "platform/redis/redis.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

namespace {
constexpr auto done = R"({"success":true})";

http::Response socket_answer(const units::Answer& answer) {
  if (answer.outcome != units::Outcome::refused) return wire::json_answer(200, done);
  return wire::json_answer(
      200, wire::ObjectWriter().boolean("success", false).text("error", words_of(answer.refusal)).take());
}

http::Response socket_refusal(std::string_view text) {
  return wire::json_answer(200, wire::ObjectWriter().boolean("success", false).text("error", text).take());
}

// An empty queue called changes nothing, so no event tells the room; gateways hear of it by Redis alone.
// Not on the units' executor, which must never wait for Redis.
void announce_empty(const Deployment& deployment, const std::string& queue_id) {
  auto message = wire::ObjectWriter()
                     .text("room", "queue:" + queue_id)
                     .text("event", "queue:empty")
                     .text("data", words_of("no_waiting_tokens"))
                     .take();
  deployment.announcements.post([&redis = deployment.redis, message = std::move(message)] {
    try {
      redis.borrow()->command({"PUBLISH", "frontdesk:ephemeral", message});
    } catch (const redis::Unavailable& unavailable) {
      logging::warn("queue:empty not announced", {{"error", unavailable.what()}});
    }
  });
}

bool any(const auth::Caller&) { return true; }

struct Arguments {
  std::optional<std::string> queue_id;
  std::optional<std::string> token_id;
  std::optional<int> expected_number;
  std::string content;  // what is not the target
  std::string fault;
};

// Types and UUIDs are checked by the gateway too, which words them the same; here nothing is taken on trust.
Arguments read_arguments(const http::Request& request, bool with_token) {
  Arguments arguments;
  const auto body = wire::Input::from_json(request.body).value_or(wire::Input::none());
  wire::Fields fields(body);
  arguments.queue_id = fields.uuid("queueId");
  if (!arguments.queue_id) arguments.fault = "Invalid queue id";
  if (with_token && arguments.fault.empty()) {
    arguments.token_id = fields.uuid("tokenId");
    if (!arguments.token_id) arguments.fault = "Invalid token id";
  }
  const auto expected = body.member("expectedCurrentTokenNo");
  const auto number = expected.number();
  if (expected.type() == wire::Input::Type::undefined || expected.type() == wire::Input::Type::null) return arguments;
  if (!number || *number != std::floor(*number)) {
    if (arguments.fault.empty()) arguments.fault = "Invalid expected number";
    return arguments;
  }
  // A whole number, however large, is one that the queue has moved on from; none of ours comes near the ends.
  constexpr double number_max = std::numeric_limits<int>::max();
  arguments.expected_number = static_cast<int>(std::clamp(*number, -number_max, number_max));
  arguments.content = std::to_string(*arguments.expected_number);
  return arguments;
}

using Decide = std::function<units::Decided(const units::Fold&, Instant)>;
using MakeDecide = std::function<Decide(const Arguments& arguments, const auth::Caller& caller)>;

void run(const Deployment& deployment, const std::string& route, bool with_token, const MakeDecide& make_decide,
         const RequestPtr& request, const auth::Caller& caller, http::Respond respond) {
  const auto arguments = read_arguments(*request, with_token);
  if (!arguments.fault.empty()) return respond(socket_refusal(arguments.fault));
  if (!caller.is_admin() && !caller.is_staff()) return respond(socket_refusal(wire::unauthorized));
  const auto queue_id = *arguments.queue_id;
  const auto target = queue_id + arguments.token_id.value_or("");
  deployment.executions.run(
      request,
      {.route = route,
       .unit = deployment.settings.topics.events_unit(queue_id),
       .actor = caller.user_id,
       .decide = make_decide(arguments, caller),
       .word = socket_answer,
       .after =
           [&deployment, queue_id](const units::Answer& answer) {
             if (answer.outcome == units::Outcome::refused && answer.refusal == "no_waiting_tokens") {
               announce_empty(deployment, queue_id);
             }
           },
       .target = target,
       .content = arguments.content,
       .tells_position = true},
      std::move(respond));
}
}  // namespace

void add_socket_routes(http::Router& router, const Deployment& deployment) {
  const auto add = [&](const std::string& path, bool with_token, const MakeDecide& make_decide) {
    router.add("POST", path,
               authenticated(deployment, any, [=, &deployment](const auto& request, const auto& caller, auto respond) {
                 run(deployment, "POST " + path, with_token, make_decide, request, caller, std::move(respond));
               }));
  };
  add("/internal/sockets/queue-call-next", false, [](const Arguments& arguments, const auth::Caller& caller) -> Decide {
    return on<clinic_queue::Context>(clinic_queue::CallNext{.queue_id = {*arguments.queue_id},
                                                            .staff = staff_of(caller),
                                                            .expected_current_token_no = arguments.expected_number,
                                                            .at = {}});
  });
  add("/internal/sockets/queue-skip-token", true, [](const Arguments& arguments, const auth::Caller& caller) -> Decide {
    return on<clinic_queue::Context>(clinic_queue::SkipToken{
        .queue_id = {*arguments.queue_id}, .token_id = {*arguments.token_id}, .staff = staff_of(caller), .at = {}});
  });
  add("/internal/sockets/queue-start-token", true,
      [](const Arguments& arguments, const auth::Caller& caller) -> Decide {
        return on<clinic_queue::Context>(clinic_queue::StartToken{
            .queue_id = {*arguments.queue_id}, .token_id = {*arguments.token_id}, .staff = staff_of(caller), .at = {}});
      });
  add("/internal/sockets/queue-complete-token", true,
      [](const Arguments& arguments, const auth::Caller& caller) -> Decide {
        return on<clinic_queue::Context>(clinic_queue::CompleteToken{
            .queue_id = {*arguments.queue_id}, .token_id = {*arguments.token_id}, .staff = staff_of(caller), .at = {}});
      });
}

}  // namespace frontdesk::command_api::clinic_queue_facade
