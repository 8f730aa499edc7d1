#pragma once
#include <stdexcept>
#include <string>

#include "tests/support/socket_listener.hpp"

namespace frontdesk::test_support {

// A connection in the room of a queue that shows the latest status it was sent, as a board on a wall does. One thread.
class QueueScreen {
 public:
  // It may not enter the room. `why` is the error's text, empty when no answer came.
  struct NotJoined : std::runtime_error {
    explicit NotJoined(std::string answer);
    std::string why;
  };
  // Throws NotJoined, or what WebSocketClient throws.
  QueueScreen(const Deployment& deployment, const Person& person, const std::string& queue_id);

  // Reads one message, if one comes in time. False once the connection has ended.
  bool watch(std::chrono::milliseconds patience);
  // Reads until it shows `status` (JSON, as a status read prints it) or `patience` has passed. Returns what it shows.
  const std::string& await(const std::string& status, std::chrono::milliseconds patience = std::chrono::seconds(5));
  // Reads all that the server has sent up to now. Returns what it shows.
  const std::string& settled();
  const std::string& shown() const { return shown_; }

 private:
  void see(const Json& frame);

  SocketListener listener_;
  std::string shown_;
};

}  // namespace frontdesk::test_support
