#include "tests/support/queue_screen.hpp"

#include <utility>

namespace frontdesk::test_support {

QueueScreen::NotJoined::NotJoined(std::string answer)
    : std::runtime_error("not let into the room: " + (answer.empty() ? "no answer" : answer)), why(std::move(answer)) {}

QueueScreen::QueueScreen(const Deployment& deployment, const Person& person, const std::string& queue_id)
    : listener_(deployment, person) {
  listener_.socket().send_event("join-queue", "\"" + queue_id + "\"");
  // The confirmation, then the queue's status.
  while (shown_.empty()) {
    const auto frame = listener_.next(std::chrono::seconds(10));
    if (!frame) throw NotJoined("");
    if ((*frame)["event"].text() == "join-queue-error") throw NotJoined((*frame)["data"].text());
    see(*frame);
  }
}

bool QueueScreen::watch(std::chrono::milliseconds patience) {
  if (const auto frame = listener_.next(patience)) see(*frame);
  return !listener_.socket().ended();
}

const std::string& QueueScreen::await(const std::string& status, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (shown_ != status) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !watch(left)) break;
  }
  return shown_;
}

const std::string& QueueScreen::settled() {
  for (const auto& frame : listener_.heard()) see(frame);
  return shown_;
}

void QueueScreen::see(const Json& frame) {
  if (frame["event"].text() == "queue:status_update") shown_ = frame["data"].dump();
}

}  // namespace frontdesk::test_support
