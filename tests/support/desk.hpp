#pragma once
#include <optional>
#include <string>

#include "tests/support/clinic_client.hpp"
#include "tests/support/websocket_client.hpp"

namespace frontdesk::test_support {

// A staff member's WebSocket connection that sends staff events and waits for their acknowledgements. One thread.
class Desk {
 public:
  // Throws as WebSocketClient does.
  Desk(const Deployment& deployment, const Person& person);

  // Sends an event and returns its acknowledgement: empty for a success, else the error's text. nullopt when none came
  // within `patience` or the connection ended.
  std::optional<std::string> command(const std::string& event, const std::string& arguments_json,
                                     std::chrono::milliseconds patience = std::chrono::seconds(15));
  std::optional<std::string> call_next(const std::string& queue_id);
  std::optional<std::string> call_next(const std::string& queue_id, std::int64_t expected_current_token_no);
  std::optional<std::string> complete(const std::string& queue_id, const std::string& token_id);

  // The server ended the connection because of the session or token.
  bool dismissed() const { return socket_.close_code() == 4401; }

 private:
  WebSocketClient socket_;
  int sent_ = 0;
};

}  // namespace frontdesk::test_support
