#include "tests/fuzz/conversation.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <string_view>
#include <thread>

#include "tests/fuzz/answers.hpp"

namespace frontdesk::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Sends and receives at once: a server may answer, and close, long before it has been told all.
class Line {
 public:
  explicit Line(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
  }
  ~Line() { ::close(socket_); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool connected() const { return connected_; }
  bool ended() const { return ended_; }
  std::string& received() { return received_; }

  // False when it could not be sent in time; a server that has hung up does not count.
  bool send(std::string_view bytes, Clock::time_point until) {
    while (!bytes.empty() && !deaf_) {
      if (!await(POLLIN | POLLOUT, until)) return false;
      const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count < 0 && errno != EAGAIN) deaf_ = true;
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
      receive();
    }
    return true;
  }

  // More bytes, or the end, before `until`.
  bool read(Clock::time_point until) { return !ended_ && await(POLLIN, until) && receive(); }

  void reset_at_close() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }

 private:
  bool await(short events, Clock::time_point until) {
    const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count();
    pollfd waiting{socket_, ended_ ? static_cast<short>(events & ~POLLIN) : events, 0};
    return ::poll(&waiting, 1, left > 0 ? static_cast<int>(left) : 0) > 0;
  }

  bool receive() {
    char buffer[64 * 1024];
    const auto count = ended_ ? -1 : ::recv(socket_, buffer, sizeof buffer, 0);
    if (count > 0) received_.append(buffer, static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EAGAIN)) ended_ = true;
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool deaf_ = false;
  bool ended_ = false;
  std::string received_;
};

class Conversation {
 public:
  Conversation(const Exchange& exchange, Door door, std::uint16_t port, const Patience& patience)
      : exchange_(exchange), door_(door), patience_(patience), line_(port) {}

  std::string run() {
    if (!line_.connected()) return "no connection";
    for (const auto& piece : exchange_.pieces) {
      std::this_thread::sleep_for(piece.pause_before);
      if (piece.after_answer && answers_ == 0) {
        if (auto fault = exchange_.answers_due > 0 ? hear(1) : hear_what_comes(); !fault.empty()) return fault;
        if (!upgraded_) return {};
      }
      if (!line_.send(piece.bytes, Clock::now() + patience_.answer)) return "not read in time";
    }
    if (exchange_.resets) line_.reset_at_close();
    if (exchange_.resets || exchange_.leaves) return {};
    return upgraded_ ? hear_frames() : hear_all();
  }

 private:
  std::string hear_all() { return exchange_.answers_due > 0 ? hear(exchange_.answers_due) : hear_what_comes(); }

  // Nothing is due: whatever has come after a moment must be sound as far as it goes.
  std::string hear_what_comes() {
    const auto until = Clock::now() + patience_.undecided;
    while (line_.read(until)) {
    }
    // nginx answers a request line without a version by the bare body, as HTTP/0.9 has it.
    if (exchange_.without_version && line_.received().starts_with("{")) return {};
    while (!line_.received().empty()) {
      if (upgraded_) return fault_of_frames(line_.received());
      const auto fault = take_one();
      if (!fault) return {};
      if (!fault->empty()) return *fault;
    }
    return {};
  }

  // Until `due` answers are there, or one that is the last.
  std::string hear(std::size_t due) {
    const auto until = Clock::now() + patience_.answer;
    while (answers_ < due && !last_) {
      const auto fault = take_one();
      if (fault && !fault->empty()) return *fault;
      if (fault) continue;
      if (line_.ended())
        return "closed after " + std::to_string(answers_) + " of " + std::to_string(due) +
               " answers: " + line_.received();
      if (!line_.read(until)) return "no answer in time; so far: " + line_.received();
    }
    if (answers_ == exchange_.answers_due && !upgraded_ && !line_.received().empty())
      return "more than was asked for: " + line_.received();
    return {};
  }

  // The fault of the next answer, empty when it has none; nothing when it is not there whole.
  std::optional<std::string> take_one() {
    auto reading = take_answer(line_.received(), answers_a_head(), line_.ended());
    if (!reading.fault.empty()) return reading.fault + ": " + line_.received();
    if (!reading.answer) return std::nullopt;
    ++answers_;
    upgraded_ = reading.answer->status == 101;
    last_ = reading.answer->closes();
    auto fault = fault_of(*reading.answer, exchange_, door_);
    return fault.empty() ? fault : fault + ": " + std::to_string(reading.answer->status) + " " + reading.answer->body;
  }

  // A HEAD that was damaged may have become another method, which is answered with a body.
  bool answers_a_head() {
    if (!exchange_.head || exchange_.answers_due > 0) return exchange_.head;
    const auto& received = line_.received();
    const auto end = received.find("\r\n\r\n");
    return end == std::string::npos || end + 4 == received.size() || received.compare(end + 4, 5, "HTTP/") == 0;
  }

  std::string hear_frames() {
    const auto until = Clock::now() + (exchange_.end_due ? patience_.answer : patience_.undecided);
    while (line_.read(until)) {
    }
    if (exchange_.end_due && !line_.ended()) return "the closing handshake was not answered";
    auto fault = fault_of_frames(line_.received());
    return fault.empty() ? fault : fault + ": " + line_.received();
  }

  const Exchange& exchange_;
  const Door door_;
  const Patience patience_;
  Line line_;
  std::size_t answers_ = 0;
  bool last_ = false;
  bool upgraded_ = false;
};

}  // namespace

std::string fault_in_conversation(const Exchange& exchange, Door door, std::uint16_t port, const Patience& patience) {
  return Conversation(exchange, door, port, patience).run();
}

std::string fault_in_waiting(const std::string& unfinished, std::uint16_t port, milliseconds patience) {
  Line line(port);
  if (!line.connected()) return "no connection";
  const auto until = Clock::now() + patience;
  line.send(unfinished, until);
  while (line.read(until)) {
  }
  return line.ended() ? "" : "still open: " + line.received();
}

}  // namespace frontdesk::fuzz
