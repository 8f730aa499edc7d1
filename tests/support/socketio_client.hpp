#pragma once
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/support/websocket_client.hpp"

namespace frontdesk::test_support {

// A client of Socket.IO (revision 5) over Engine.IO's WebSocket, as far as contract tests need one; it speaks to them
// in the frames of the plain WebSocket, so that one test can be run over both. Blocking, one thread.
class SocketIoClient {
 public:
  // CONNECT was answered with an error: its JSON.
  struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  struct Options {
    std::string auth_json = "{}";
    std::string query = {};  // "&token=…"
    WebSocketClient::Headers headers = {};
    std::string nsp = {};  // "/foo,"
  };
  // `url`: ws://host:port
  SocketIoClient(const std::string& url, const Options& options);

  // The arguments of an event are `data_json`, or its elements if it is an array.
  void send_event(std::string_view event, std::string_view data_json = {}, std::string_view id = {});
  void send_packet(std::string_view packet) { socket_.send_text("4" + std::string(packet)); }
  // The next event as `{"event":…,"data":…}`, an acknowledgement as `{"id":…,"data":…}`; another packet as it came.
  std::optional<std::string> receive(std::chrono::milliseconds timeout);

  const std::string& opening() const { return opening_; }  // what Engine.IO said first
  // As a client keeps them to come back with: of the answer to CONNECT, and the last text at the end of an event.
  const std::string& pid() const { return pid_; }
  const std::string& offset() const { return offset_; }
  bool ended() const { return socket_.ended(); }
  WebSocketClient& socket() { return socket_; }

 private:
  void keep_offset(std::string_view packet);

  WebSocketClient socket_;
  std::string opening_;
  std::string pid_;
  std::string offset_;
};

}  // namespace frontdesk::test_support
