#include "tests/support/socket_listener.hpp"

#include <stdexcept>

namespace frontdesk::test_support {

SocketListener::SocketListener(const Deployment& deployment, const Person& person)
    : socket_(deployment.websocket_url("/?token=" + person.access_token)) {}

std::optional<Json> SocketListener::next(std::chrono::milliseconds patience) {
  const auto frame = socket_.receive(patience);
  if (!frame) return std::nullopt;
  return Json::parse(*frame);
}

std::vector<Json> SocketListener::heard() {
  // The answer to a faulty event comes after all that was sent before it, and changes nothing.
  socket_.send_event("leave-queue", "null");
  std::vector<Json> all;
  while (auto frame = next(std::chrono::seconds(10))) {
    if ((*frame)["event"].text() == "leave-queue-error") return all;
    all.push_back(std::move(*frame));
  }
  throw std::runtime_error("a WebSocket connection does not answer any more");
}

}  // namespace frontdesk::test_support
