#pragma once
#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::bench {

// Thousands of Socket.IO clients (over WebSocket) on one thread: they join the main namespace, answer pings, and count
// the events that they get. Linux: epoll.
class CrowdOfSockets {
 public:
  struct Options {
    std::uint16_t port = 0;  // on loopback
    std::size_t count = 0;
    std::function<std::string(std::size_t)> query = {};           // of the handshake, behind `transport=websocket`
    std::function<std::string(std::size_t)> connect_packet = {};  // absent: `40`
    int receive_buffer_bytes = 0;                                 // 0: the kernel's choice
  };
  // Returns when all have joined; throws std::runtime_error when one is refused or a minute passes.
  explicit CrowdOfSockets(Options options);
  ~CrowdOfSockets();
  CrowdOfSockets(const CrowdOfSockets&) = delete;
  CrowdOfSockets& operator=(const CrowdOfSockets&) = delete;

  // Reads what comes for no longer than `patience`; returns early when something came.
  void read_some(std::chrono::milliseconds patience);
  void read_for(std::chrono::milliseconds time);
  void stop_reading(std::size_t which);  // for good
  void send(std::size_t which, std::string_view packet);

  std::uint64_t events() const { return events_; }  // of all that read
  std::uint64_t events_of(std::size_t which) const { return sockets_[which].events; }
  std::size_t ended() const { return ended_; }
  // Called with each event, if it is set: who got it, and its packet.
  std::function<void(std::size_t which, std::string_view packet)> on_event;

 private:
  struct Socket {
    int fd = -1;
    bool shaken = false;  // the HTTP part is over
    bool joined = false;
    std::uint64_t events = 0;
    std::string rest;  // of a frame that is not whole yet
  };

  void open(std::size_t which);
  void shake_hands(std::size_t which);
  void read(std::size_t which);
  std::size_t take_answer(std::size_t which, std::string_view bytes);
  std::size_t take_frames(std::size_t which, std::string_view bytes);
  void take_text(std::size_t which, std::string_view text);
  void send_frame(Socket& socket, unsigned char opcode, std::string_view payload);
  void end(Socket& socket);

  const Options options_;
  int epoll_ = -1;
  std::vector<Socket> sockets_;
  std::vector<char> buffer_;
  std::uint64_t events_ = 0;
  std::size_t joined_ = 0;
  std::size_t ended_ = 0;
};

}  // namespace frontdesk::bench
