#include "realtime-gateway/commands/http_socket_commands.hpp"

#include <mutex>
#include <utility>
#include <vector>

#include "platform/http/client.hpp"
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
  } else if (error.string()) {
    answer.outcome = Outcome::refused;
    answer.error = *error.string();
  }
  return answer;
}

class HttpSocketCommands final : public SocketCommands {
 public:
  HttpSocketCommands(std::string host, std::uint16_t port, Workers& workers, Executor& loop)
      : host_(std::move(host)), port_(port), workers_(workers), loop_(loop) {}

  void send(SocketCommand command, std::function<void(SocketCommandAnswer)> done) override {
    const bool taken = workers_.run([this, command = std::move(command), done] {
      loop_.post([answer = send_now(command), done] { done(answer); });
    });
    if (!taken) loop_.post([done = std::move(done)] { done({}); });
  }

 private:
  SocketCommandAnswer send_now(const SocketCommand& command) {
    http::Client client = take_client();
    try {
      std::vector<std::pair<std::string, std::string>> headers{{"Authorization", "Bearer " + command.bearer},
                                                               {"Content-Type", "application/json"},
                                                               {"Prefer", "wait=0"},
                                                               {"X-Correlation-Id", command.correlation_id}};
      if (!command.idempotency_key.empty()) headers.emplace_back("Idempotency-Key", command.idempotency_key);
      const auto response = client.send("POST", api::socket_path(command.event), headers, command.arguments_json);
      give_back(std::move(client));
      return read_answer(response);
    } catch (const std::exception& error) {
      logging::warn("command-api did not answer",
                    {{"correlation_id", command.correlation_id}, {"error", error.what()}});
      return {};
    }
  }

  http::Client take_client() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return http::Client(host_, port_, answer_patience);
    http::Client client = std::move(idle_.back());
    idle_.pop_back();
    return client;
  }

  void give_back(http::Client client) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(client));
  }

  const std::string host_;
  const std::uint16_t port_;
  Workers& workers_;
  Executor& loop_;
  std::mutex mutex_;
  std::vector<http::Client> idle_;  // at most one for each worker
};

}  // namespace

std::unique_ptr<SocketCommands> http_socket_commands(std::string host, std::uint16_t port, Workers& workers,
                                                     Executor& loop) {
  return std::make_unique<HttpSocketCommands>(std::move(host), port, workers, loop);
}

}  // namespace frontdesk::realtime_gateway
