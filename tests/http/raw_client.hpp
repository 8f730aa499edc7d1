#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace frontdesk::http::tests {

// Sends exactly the bytes that a test says, which no decent client would.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer_bytes = 0);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // False when the server has closed the connection.
  bool send(std::string_view bytes);
  // One whole answer (by its Content-Length), or what came before the stream ended or the time was up.
  std::string read_answer(std::chrono::milliseconds patience = std::chrono::seconds(5));
  // Up to the end of the stream; `ended` tells whether it came in time.
  std::string read_to_end(std::chrono::milliseconds patience = std::chrono::seconds(5));
  bool ended() const { return ended_; }
  bool closed_within(std::chrono::milliseconds patience);
  void reset();  // hangs up with an RST

 private:
  bool read_some(std::chrono::steady_clock::time_point until);

  int fd_ = -1;
  bool ended_ = false;
  std::string in_;
};

int status_of(std::string_view answer);
std::string_view body_of(std::string_view answer);

}  // namespace frontdesk::http::tests
