#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::test_support {

// A plain WebSocket client for tests, demo and bench: blocking, one thread. Pings are answered only while receive()
// runs.
class WebSocketClient {
 public:
  // The handshake was answered with an HTTP response other than 101.
  struct Refused : std::runtime_error {
    Refused(int answered_status, std::string answered_body);
    int status;
    std::string body;
  };
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // `ws://host:port/target`. Throws Refused, or std::runtime_error when nobody answers within `timeout`.
  explicit WebSocketClient(const std::string& url, const Headers& headers = {},
                           std::chrono::milliseconds timeout = std::chrono::seconds(10));
  ~WebSocketClient();  // drops the connection without a word
  WebSocketClient(WebSocketClient&&) noexcept;
  WebSocketClient& operator=(WebSocketClient&&) noexcept;

  void send_text(std::string_view text);
  void send_binary(std::string_view bytes);
  // `{"event":…,"data":…,"id":…}`; data and id are JSON, an empty one is left out.
  void send_event(std::string_view event, std::string_view data_json = {}, std::string_view id_json = {});
  // The next message; nullopt when none came in time or the connection has ended (see ended()).
  std::optional<std::string> receive(std::chrono::milliseconds timeout);
  void close();  // closing handshake

  bool ended() const;
  std::uint16_t close_code() const;  // 0: ended without a close frame, or not ended
  std::string close_reason() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::test_support
