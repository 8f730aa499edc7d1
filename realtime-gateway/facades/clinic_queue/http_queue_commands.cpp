#include "realtime-gateway/facades/clinic_queue/http_queue_commands.hpp"

#include <mutex>
#include <utility>
#include <vector>

#include "platform/http/client.hpp"
#include "platform/logging/log.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using Outcome = QueueCommandAnswer::Outcome;

// Longer than command-api needs to find out that its unit is not to be had. It does not wait for the projection: a
// thread here would wait with it.
constexpr std::chrono::seconds answer_patience{10};

const char* route_of(QueueCommand::Kind kind) {
  switch (kind) {
    case QueueCommand::Kind::call_next:
      return "/internal/sockets/queue-call-next";
    case QueueCommand::Kind::skip_token:
      return "/internal/sockets/queue-skip-token";
    case QueueCommand::Kind::start_token:
      return "/internal/sockets/queue-start-token";
    case QueueCommand::Kind::complete_token:
      return "/internal/sockets/queue-complete-token";
  }
  return "";
}

std::string body_of(const QueueCommand& command) {
  wire::ObjectWriter body;
  body.text("queueId", command.queue_id);
  if (!command.token_id.empty()) body.text("tokenId", command.token_id);
  if (command.expected_current_token_no) {
    body.number("expectedCurrentTokenNo", static_cast<long long>(*command.expected_current_token_no));
  }
  return body.take();
}

QueueCommandAnswer read_answer(const http::ClientResponse& response) {
  if (response.status == 401) return {Outcome::session_over, {}, std::nullopt};
  if (response.status != 200) return {};
  const auto body = wire::Input::from_json(response.body);
  if (!body) return {};
  QueueCommandAnswer answer;
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

class HttpQueueCommands final : public QueueCommands {
 public:
  HttpQueueCommands(std::string host, std::uint16_t port, Workers& workers, Executor& loop)
      : host_(std::move(host)), port_(port), workers_(workers), loop_(loop) {}

  void send(QueueCommand command, std::function<void(QueueCommandAnswer)> done) override {
    const bool taken = workers_.run([this, command = std::move(command), done] {
      loop_.post([answer = send_now(command), done] { done(answer); });
    });
    if (!taken) loop_.post([done = std::move(done)] { done({}); });
  }

 private:
  QueueCommandAnswer send_now(const QueueCommand& command) {
    http::Client client = take_client();
    try {
      const auto response = client.send("POST", route_of(command.kind),
                                        {{"Authorization", "Bearer " + command.bearer},
                                         {"Content-Type", "application/json"},
                                         {"Prefer", "wait=0"},
                                         {"X-Correlation-Id", command.correlation_id}},
                                        body_of(command));
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

std::unique_ptr<QueueCommands> http_queue_commands(std::string host, std::uint16_t port, Workers& workers,
                                                   Executor& loop) {
  return std::make_unique<HttpQueueCommands>(std::move(host), port, workers, loop);
}

}  // namespace frontdesk::realtime_gateway
