#pragma once
// Only for .cpp files: pulls in Asio and Beast.
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {

using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

using HungUp = std::function<void(boost::system::error_code)>;

// Where a QueuedSocket's bytes go, in order with everything else that waits for the connection.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void enqueue(SharedFrame bytes) = 0;
  // Writes what waits and closes the TCP connection so that it arrives. `done` comes later, on the loop.
  virtual void hang_up(HungUp done) = 0;
};

// The stream under Beast's WebSocket: reads go to the socket, writes (pong, close, handshake answer: whole frames,
// never parts) join the connection's own queue. So Beast and we never write over each other, which its documentation
// forbids.
class QueuedSocket {
 public:
  using executor_type = boost::asio::io_context::executor_type;

  QueuedSocket(TcpSocket socket, ByteSink& sink) : socket_(std::move(socket)), sink_(&sink) {}

  executor_type get_executor() { return socket_.get_executor(); }
  TcpSocket& socket() { return socket_; }
  ByteSink& sink() { return *sink_; }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return socket_.async_read_some(buffers, std::forward<Handler>(handler));
  }

  // "Written" as soon as it is queued: the queue is bounded, and what cannot be written ends the connection.
  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    return boost::asio::async_initiate<Handler, void(boost::system::error_code, std::size_t)>(
        [this](auto&& completion, const Buffers& bytes) {
          auto copy = std::make_shared<std::string>(boost::asio::buffer_size(bytes), '\0');
          boost::asio::buffer_copy(boost::asio::buffer(*copy), bytes);
          const std::size_t size = copy->size();
          sink_->enqueue(std::move(copy));
          boost::asio::post(socket_.get_executor(),
                            boost::beast::bind_front_handler(std::forward<decltype(completion)>(completion),
                                                             boost::system::error_code{}, size));
        },
        handler, buffers);
  }

 private:
  TcpSocket socket_;
  ByteSink* sink_;
};

// Beast finds these two by the argument's type.
inline void beast_close_socket(QueuedSocket& queued) {
  boost::system::error_code ignored;  // closing is all that is left to do
  queued.socket().close(ignored);
}

// Beast's own for TCP closes as soon as it has read anything at all, which resets a client that is still sending.
template <class Handler>
void async_teardown(boost::beast::role_type, QueuedSocket& queued, Handler&& handler) {
  // A std::function is copied, the handler only moves.
  auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
  queued.sink().hang_up([kept = std::move(kept), executor = queued.get_executor()](boost::system::error_code error) {
    boost::asio::post(executor, boost::beast::bind_front_handler(std::move(*kept), error));
  });
}

}  // namespace frontdesk::realtime_gateway
