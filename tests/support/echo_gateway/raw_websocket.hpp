#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace frontdesk::echo_gateway {

// One WebSocket frame, as it is on the wire (RFC 6455, section 5.2).
struct RawFrame {
  int opcode = 1;
  std::string payload = {};
  bool final = true;
  int reserved_bits = 0;
  bool masked = true;  // as a client's must be

  bool operator==(const RawFrame& other) const {
    return opcode == other.opcode && payload == other.payload && final == other.final;
  }
};
std::string wire_form(const RawFrame& frame);
RawFrame text(std::string payload);
RawFrame binary(std::string payload);
RawFrame close_frame(int code, std::string_view reason = {});

// A WebSocket client that checks nothing and answers nothing by itself, so that a test can say whatever it likes.
// Blocking; one thread.
class RawWebSocket {
 public:
  // Throws std::runtime_error when the answer is no 101, with the answer as text.
  RawWebSocket(std::uint16_t port, std::string_view target, int receive_buffer_bytes = 0);
  ~RawWebSocket();
  RawWebSocket(const RawWebSocket&) = delete;
  RawWebSocket& operator=(const RawWebSocket&) = delete;

  void send(const RawFrame& frame) { send_bytes(wire_form(frame)); }
  void send(std::string_view text_message) { send(text(std::string(text_message))); }
  void send_bytes(std::string_view bytes);
  void shut_down();  // says that nothing more will be sent

  // The next frame; nullopt: the time is up, or the stream has ended (see ended()).
  std::optional<RawFrame> receive(std::chrono::milliseconds patience = std::chrono::seconds(3));
  // The next one's payload, other than an Engine.IO ping; "" when there is none.
  std::string next(std::chrono::milliseconds patience = std::chrono::seconds(3));
  // The code of the close frame that comes, whatever comes before it; 0: the stream ended without one, -1: neither.
  int close_code(std::chrono::milliseconds patience = std::chrono::seconds(3));
  bool ended() const { return ended_; }
  const std::string& handshake() const { return handshake_; }  // the answer's head

 private:
  bool read_some(std::chrono::steady_clock::time_point until);

  int socket_ = -1;
  bool ended_ = false;
  std::string in_;
  std::string handshake_;
};

}  // namespace frontdesk::echo_gateway
