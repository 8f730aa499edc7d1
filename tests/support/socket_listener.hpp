#pragma once
#include <optional>
#include <string>
#include <vector>

#include "tests/support/clinic_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::test_support {

// A person's WebSocket connection that hears what the server says. One thread.
class SocketListener {
 public:
  SocketListener(const Deployment& deployment, const Person& person);

  WebSocketClient& socket() { return socket_; }
  std::optional<Json> next(std::chrono::milliseconds patience);
  // All that the server has sent up to now, `{"event":…,"data":…}` each. Throws std::runtime_error when the connection
  // does not answer any more.
  std::vector<Json> heard();

 private:
  WebSocketClient socket_;
};

}  // namespace frontdesk::test_support
