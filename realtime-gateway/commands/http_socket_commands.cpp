#include "realtime-gateway/commands/http_socket_commands.hpp"

#include <utility>

#include "platform/http/clients.hpp"
#include "platform/logging/log.hpp"
#include "schemas/api/route.hpp"
#include "schemas/wire/input.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using Outcome = SocketCommandAnswer::Outcome;

// Longer than command-api needs to find out that its unit is not to be had. It does not wait for the projection: a
// thread here would wait with it.
constexpr std::chrono::seconds answer_patience{10};

SocketCommandAnswer read_answer(const http::ClientResponse& response) {
  if (response.status == 401) return {Outcome::session_over, {}, std::nullopt};
  if (response.status != 200) return {};
  const auto body = wire::Input::from_json(response.body);
  if (!body) return {};
  SocketCommandAnswer answer;
  if (const auto positions = projected::parse_announcements(response.header("frontdesk-position"));
      !positions.empty()) {
    answer.readable_from = positions.front();
  }
  const auto error = body->member("error");
  if (body->member("success").boolean() == true) {
    answer.outcome = Outcome::done;
    answer.ack_json = response.body;
  } else if (error.string()) {
    answer.outcome = Outcome::refused;
    answer.error = *error.string();
  }
  return answer;
}

class HttpSocketCommands final : public SocketCommands {
 public:
  HttpSocketCommands(std::string host, std::uint16_t port, Workers& workers, Executor& loop)
      : command_api_(std::move(host), port, answer_patience), workers_(workers), loop_(loop) {}

  void send(SocketCommand command, std::function<void(SocketCommandAnswer)> done) override {
    const bool taken = workers_.run([this, command = std::move(command), done] {
      loop_.post([answer = send_now(command), done] { done(answer); });
    });
    if (!taken) loop_.post([done = std::move(done)] { done({}); });
  }

 private:
  SocketCommandAnswer send_now(const SocketCommand& command) {
    try {
      std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + command.bearer},
                                                               {"Content-Type", "application/json"},
                                                               {"Prefer", "wait=0"},
                                                               {api::in_room_header, command.in_room ? "yes" : "no"},
                                                               {"X-Correlation-Id", command.correlation_id}};
      if (!command.idempotency_key.empty()) headers.emplace_back("Idempotency-Key", command.idempotency_key);
      return read_answer(command_api_.send("POST", api::socket_path(command.event), headers, command.arguments_json));
    } catch (const std::exception& error) {
      logging::warn("command-api did not answer",
                    {{"correlation_id", command.correlation_id}, {"error", error.what()}});
      return {};
    }
  }

  http::Clients command_api_;
  Workers& workers_;
  Executor& loop_;
};

}  // namespace

std::unique_ptr<SocketCommands> http_socket_commands(std::string host, std::uint16_t port, Workers& workers,
                                                     Executor& loop) {
  return std::make_unique<HttpSocketCommands>(std::move(host), port, workers, loop);
}

}  // namespace frontdesk::realtime_gateway
