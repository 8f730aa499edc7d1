#include "tests/support/desk.hpp"

namespace frontdesk::test_support {

Desk::Desk(const Deployment& deployment, const Person& person)
    : socket_(deployment.websocket_url("/?token=" + person.access_token)) {}

std::optional<std::string> Desk::command(const std::string& event, const std::string& arguments_json,
                                         std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  socket_.send_event(event, arguments_json, std::to_string(++sent_));
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::nullopt;
    const auto frame = socket_.receive(left);
    if (!frame) return std::nullopt;
    const auto json = Json::parse(*frame);
    if (!json["id"].exists() || json["id"].number() != sent_) continue;
    return json["data"]["success"].boolean() ? std::string() : json["data"]["error"].text();
  }
}

std::optional<std::string> Desk::call_next(const std::string& queue_id) {
  return command("queue:call_next", "\"" + queue_id + "\"");
}

std::optional<std::string> Desk::call_next(const std::string& queue_id, std::int64_t expected_current_token_no) {
  return command("queue:call_next", "[\"" + queue_id + "\"," + std::to_string(expected_current_token_no) + "]");
}

std::optional<std::string> Desk::complete(const std::string& queue_id, const std::string& token_id) {
  return command("queue:complete_token", R"([")" + queue_id + R"(",")" + token_id + R"("])");
}

}  // namespace frontdesk::test_support
