#include "realtime-gateway/websocket/lingering_close.hpp"

#include <sys/socket.h>

#include <array>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <memory>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_every{50};
constexpr std::size_t discarded_at_once = 16 * 1024;
// Then the loop turns to others.
constexpr int discards_in_a_row = 16;

class LingeringClose final : public std::enable_shared_from_this<LingeringClose> {
 public:
  LingeringClose(TcpSocket& socket, const LingerLimits& limits, LastWords last_words, HungUp done)
      : socket_(socket),
        timer_(socket.get_executor()),
        limits_(limits),
        last_words_(std::move(last_words)),
        done_(std::move(done)) {}

  void start() {
    look();
    await_bytes();
  }

 private:
  void await_bytes() {
    if (!done_) return;
    socket_.async_wait(TcpSocket::wait_read, [self = shared_from_this()](error_code error) {
      if (error) return self->finish(error);
      self->discard();
    });
  }

  void discard() {
    std::array<char, discarded_at_once> bytes;
    for (int i = 0; done_ && i < discards_in_a_row; ++i) {
      const auto count = ::recv(socket_.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT);
      if (count == 0) return finish({});
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
      if (count < 0) return finish({errno, boost::system::system_category()});
      heard_at_ = Clock::now();
      discarded_ += static_cast<std::size_t>(count);
      if (discarded_ > limits_.bytes_max) return finish(boost::asio::error::connection_aborted);
    }
    await_bytes();
  }

  void look() {
    if (!done_) return;
    const auto now = Clock::now();
    if (now - started_at_ > limits_.time_max) return finish(boost::asio::error::timed_out);
    const bool paused = last_words_.client_is_done || now - heard_at_ >= limits_.quiet;
    if (!shut_down_ && paused && last_words_.written()) {
      error_code ignored;  // the client may have left already
      socket_.shutdown(TcpSocket::shutdown_send, ignored);
      shut_down_ = true;
    }
    timer_.expires_after(look_every);
    timer_.async_wait([self = shared_from_this()](error_code cancelled) {
      if (!cancelled) self->look();
    });
  }

  void finish(error_code error) {
    if (!done_) return;
    const HungUp done = std::exchange(done_, nullptr);
    timer_.cancel();
    error_code ignored;  // closing is all that is left to do
    socket_.close(ignored);
    last_words_ = {};
    done(error);
  }

  TcpSocket& socket_;  // as long as done_ is there
  boost::asio::basic_waitable_timer<Clock, boost::asio::wait_traits<Clock>, TcpSocket::executor_type> timer_;
  const LingerLimits limits_;
  LastWords last_words_;
  HungUp done_;
  const Clock::time_point started_at_ = Clock::now();
  Clock::time_point heard_at_ = started_at_;
  std::size_t discarded_ = 0;
  bool shut_down_ = false;
};

}  // namespace

void close_lingering(TcpSocket& socket, const LingerLimits& limits, LastWords last_words, HungUp done) {
  std::make_shared<LingeringClose>(socket, limits, std::move(last_words), std::move(done))->start();
}

}  // namespace frontdesk::realtime_gateway
