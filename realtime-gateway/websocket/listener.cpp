#include "realtime-gateway/websocket/listener.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <utility>

#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/process/probe.hpp"
#include "realtime-gateway/websocket/handshake_target.hpp"
#include "realtime-gateway/websocket/outbox.hpp"
#include "realtime-gateway/websocket/plain_frames.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using HttpRequest = http::request<http::empty_body>;
using HttpResponse = http::response<http::string_body>;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t head_bytes_max = 16 * 1024;
constexpr std::size_t inbox_max = 16;
constexpr std::size_t read_buffer_kept = 4096;
// Handshakes and operators' pages beside the WebSockets themselves.
constexpr std::size_t short_connections_max = 1024;

struct Goodbye {
  std::uint16_t code;
  const char* text;
};

Goodbye goodbye(CloseReason reason) {
  switch (reason) {
    case CloseReason::session_ended:
      return {4401, "Session ended"};
    case CloseReason::token_expired:
      return {4401, "Token expired"};
    case CloseReason::slow_consumer:
      return {3008, "Slow consumer"};
    case CloseReason::shutting_down:
      return {1001, "Going away"};
  }
  return {1011, "Internal error"};
}

template <class Message>
void add_security_headers(Message& message) {
  message.set("X-Content-Type-Options", "nosniff");
  message.set("X-Frame-Options", "DENY");
  message.set("Referrer-Policy", "no-referrer");
  message.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

}  // namespace

// What the connections share. Kept alive by them.
class Listener::Impl : public std::enable_shared_from_this<Listener::Impl> {
 public:
  Impl(EventLoop& loop, ListenerOptions chosen, SocketHandler& chosen_handler)
      : options(std::move(chosen)),
        handler(chosen_handler),
        slow_consumers(
            metrics::counter("gateway_slow_consumers_total", "connections closed because they read too slowly")),
        io(loop.io_context()),
        acceptor(io),
        accept_again(io) {}

  void start();
  void accept();
  void flush_later(std::shared_ptr<class PlainConnection> connection);
  bool full() const { return websockets >= options.connections_max; }

  ListenerOptions options;
  SocketHandler& handler;
  metrics::Counter& slow_consumers;
  asio::io_context& io;
  tcp::acceptor acceptor;
  asio::steady_timer accept_again;
  std::size_t sockets = 0;
  std::size_t websockets = 0;
  std::vector<std::shared_ptr<PlainConnection>> to_flush;
  std::vector<std::shared_ptr<PlainConnection>> over_rate;

 private:
  void accepted(error_code error, TcpSocket socket);
  void flush_all();
};

// One plain JSON WebSocket.
class PlainConnection final : public Session, public ByteSink {
 public:
  PlainConnection(std::shared_ptr<Listener::Impl> listener, TcpSocket socket, Identity identity, std::string address)
      : Session(std::move(identity)),
        listener_(std::move(listener)),
        stream_(QueuedSocket(std::move(socket), *this)),
        address_(std::move(address)),
        events_left_(listener_->options.events_burst) {
    ++listener_->sockets;
  }
  ~PlainConnection() override { --listener_->sockets; }

  void upgrade(const HttpRequest& request);

  void send(SharedFrame frame) override {
    if (!closing_) enqueue(std::move(frame));
  }
  void close(CloseReason reason) override;
  const Framing& framing() const override { return plain_framing(); }
  bool open() const override { return open_ && !closing_; }

  void enqueue(SharedFrame bytes) override;
  void write_now() override;
  void go_on();

 private:
  std::shared_ptr<PlainConnection> self() { return std::static_pointer_cast<PlainConnection>(shared_from_this()); }
  void opened();
  void read();
  void take_message();
  bool may_read();
  void answer(const std::optional<std::string>& id_json, const std::optional<std::string>& ack_json);
  void await_writable();
  void finish(std::string_view reason);
  std::string reason_of(error_code error) const;

  std::shared_ptr<Listener::Impl> listener_;
  websocket::stream<QueuedSocket, false> stream_;  // without permessage-deflate: 13 KiB a connection otherwise
  beast::flat_buffer buffer_;
  Outbox outbox_;
  std::vector<PlainFrame> inbox_;
  std::string address_;
  SteadyClock::time_point opened_at_ = SteadyClock::now();
  SteadyClock::time_point counted_at_ = opened_at_;
  double events_left_;
  std::optional<CloseReason> close_reason_;
  bool open_ = false;
  bool reading_ = false;
  bool busy_ = false;
  bool closing_ = false;
  bool awaiting_writable_ = false;
  bool flush_due_ = false;
};

void PlainConnection::upgrade(const HttpRequest& request) {
  const auto& options = listener_->options;
  stream_.read_message_max(options.message_bytes_max);
  stream_.set_option(websocket::stream_base::timeout{options.handshake_timeout, options.idle_timeout, true});
  stream_.set_option(
      websocket::stream_base::decorator([](websocket::response_type& response) { add_security_headers(response); }));
  stream_.async_accept(request, [connection = self()](error_code error) {
    if (!error) connection->opened();
  });
}

void PlainConnection::opened() {
  open_ = true;
  ++listener_->websockets;
  logging::info("connection opened", {{"user", identity().user_id}, {"address", address_}});
  listener_->handler.opened(self());
  go_on();
}

void PlainConnection::close(CloseReason reason) {
  if (closing_) return;
  closing_ = true;
  close_reason_ = reason;
  inbox_.clear();
  // Posted, because this may be called while Beast is in the middle of a write of its own.
  asio::post(listener_->io, [connection = self(), reason] {
    const Goodbye words = goodbye(reason);
    const websocket::close_reason reply(static_cast<websocket::close_code>(words.code), words.text);
    connection->stream_.async_close(reply, [connection](error_code) { connection->finish("closed by the server"); });
  });
}

void PlainConnection::enqueue(SharedFrame bytes) {
  outbox_.push(std::move(bytes));
  const auto& options = listener_->options;
  if (!closing_ &&
      (outbox_.bytes() > options.outbound_bytes_max || outbox_.messages() > options.outbound_messages_max)) {
    listener_->slow_consumers.add();
    outbox_.drop_unbegun();
    close(CloseReason::slow_consumer);
  }
  if (flush_due_ || awaiting_writable_) return;
  flush_due_ = true;
  listener_->flush_later(self());
}

void PlainConnection::write_now() {
  flush_due_ = false;
  auto& socket = stream_.next_layer().socket();
  if (!socket.is_open()) return;
  switch (outbox_.write_to(socket.native_handle())) {
    case Outbox::Written::all:
      return;
    case Outbox::Written::blocked:
      return await_writable();
    case Outbox::Written::failed:
      // The read that is under way ends with it and tells everyone.
      return beast_close_socket(stream_.next_layer());
  }
}

void PlainConnection::await_writable() {
  if (awaiting_writable_) return;
  awaiting_writable_ = true;
  stream_.next_layer().socket().async_wait(TcpSocket::wait_write, [connection = self()](error_code error) {
    connection->awaiting_writable_ = false;
    if (!error) connection->write_now();
  });
}

// Hands over the next event when the one before has been dealt with, and reads on while there is room and rate.
void PlainConnection::go_on() {
  while (!busy_ && !closing_ && !inbox_.empty()) {
    PlainFrame next = std::move(inbox_.front());
    inbox_.erase(inbox_.begin());
    busy_ = true;
    // The callback holds the connection: while nothing is read, nobody else does.
    listener_->handler.received(
        self(), std::move(next.event),
        [connection = self(), id = std::move(next.id_json)](const auto& ack) { connection->answer(id, ack); });
  }
  if (reading_ || closing_ || inbox_.size() >= inbox_max) return;
  if (may_read()) {
    read();
  } else {
    listener_->over_rate.push_back(self());
  }
}

void PlainConnection::answer(const std::optional<std::string>& id_json, const std::optional<std::string>& ack_json) {
  if (id_json && ack_json) send(plain_acknowledgement(*id_json, *ack_json));
  busy_ = false;
  // Posted: an event that is answered at once must not call the next one from within itself.
  if (!inbox_.empty() || !reading_) {
    asio::post(listener_->io, [connection = self()] { connection->go_on(); });
  }
}

bool PlainConnection::may_read() {
  const auto now = SteadyClock::now();
  const double passed_s = std::chrono::duration<double>(now - counted_at_).count();
  const auto& options = listener_->options;
  events_left_ = std::min(options.events_burst, events_left_ + passed_s * options.events_per_s);
  counted_at_ = now;
  return events_left_ >= 1;
}

void PlainConnection::read() {
  reading_ = true;
  stream_.async_read(buffer_, [connection = self()](error_code error, std::size_t) {
    connection->reading_ = false;
    if (error) return connection->finish(connection->reason_of(error));
    connection->take_message();
    connection->go_on();
  });
}

void PlainConnection::take_message() {
  events_left_ -= 1;
  const auto data = buffer_.cdata();
  const std::string_view text(static_cast<const char*>(data.data()), data.size());
  auto frame = stream_.got_text() ? parse_plain_frame(text) : std::nullopt;
  buffer_.consume(buffer_.size());
  if (buffer_.capacity() > read_buffer_kept) buffer_.shrink_to_fit();
  if (closing_) return;
  if (frame) {
    inbox_.push_back(std::move(*frame));
  } else {
    send(plain_framing().frame("error", R"({"message":"Invalid message"})"));
  }
}

std::string PlainConnection::reason_of(error_code error) const {
  if (close_reason_) return goodbye(*close_reason_).text;
  if (error == websocket::error::closed) return "closed by the client";
  if (error == beast::error::timeout) return "no answer to a ping";
  return error.message();
}

void PlainConnection::finish(std::string_view reason) {
  if (!open_) return;
  open_ = false;
  closing_ = true;
  inbox_.clear();
  --listener_->websockets;
  listener_->handler.closed(*this);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - opened_at_);
  logging::info("connection closed",
                {{"user", identity().user_id},
                 {"address", address_},
                 {"duration_ms", std::to_string(duration.count())},
                 {"reason", close_reason_ ? std::string_view(goodbye(*close_reason_).text) : reason}});
}

namespace {

// A connection until it is known what it wants: a WebSocket, or one of the operators' pages.
class HttpConnection final : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(std::shared_ptr<Listener::Impl> listener, TcpSocket socket)
      : listener_(std::move(listener)), stream_(std::move(socket)) {
    ++listener_->sockets;
  }
  ~HttpConnection() { --listener_->sockets; }

  void start() {
    error_code ignored;  // without it a small delay, no more
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto peer = stream_.socket().remote_endpoint(ignored);
    address_ = peer.address().to_string(ignored);
    parser_.header_limit(head_bytes_max);
    stream_.expires_after(listener_->options.handshake_timeout);
    http::async_read(stream_, buffer_, parser_, [connection = shared_from_this()](error_code error, std::size_t) {
      if (!error) return connection->answer();
      // A client that left or was too slow gets no answer; one that speaks no HTTP is told so.
      if (error.category() == http::make_error_code(http::error::bad_method).category() &&
          error != http::error::end_of_stream) {
        connection->refuse(400, "Bad request");
      }
    });
  }

 private:
  void answer() {
    const auto& request = parser_.get();
    const HandshakeTarget target = parse_handshake_target({request.target().data(), request.target().size()});
    if (!websocket::is_upgrade(request) || target.path != "/") return show(target.path);
    if (buffer_.size() > 0) return refuse(400, "Bad request");
    if (!target.token || target.token->empty()) return refuse(401, "Unauthorized - No token provided");
    if (listener_->full()) return refuse(503, "Service unavailable. Please try again later.");
    read_forwarded_address(request);
    stream_.expires_never();
    listener_->handler.admit(*target.token, [connection = shared_from_this()](Admission admission) {
      connection->admitted(std::move(admission));
    });
  }

  void admitted(Admission admission) {
    switch (admission.verdict) {
      case Admission::Verdict::refused:
        return refuse(401, "Unauthorized - Invalid token");
      case Admission::Verdict::unavailable:
        return refuse(503, "Service unavailable. Please try again later.");
      case Admission::Verdict::admitted:
        break;
    }
    std::make_shared<PlainConnection>(listener_, stream_.release_socket(), std::move(admission.identity),
                                      std::move(address_))
        ->upgrade(parser_.get());
  }

  void read_forwarded_address(const HttpRequest& request) {
    const auto& proxies = listener_->options.trusted_proxies;
    if (std::find(proxies.begin(), proxies.end(), address_) == proxies.end()) return;
    const auto forwarded = request["X-Forwarded-For"];
    if (!forwarded.empty()) address_ = last_forwarded({forwarded.data(), forwarded.size()});
  }

  void show(std::string_view path) {
    auto answer = process::probe(path, [this] { return listener_->handler.ready(); });
    if (!answer) return refuse(404, "Endpoint not found");
    respond(answer->status, answer->content_type, std::move(answer->body));
  }

  void refuse(int status, const std::string& message) {
    respond(status, "application/json; charset=utf-8", R"({"message":")" + message + R"("})");
  }

  void respond(int status, const std::string& content_type, std::string body) {
    response_.result(static_cast<unsigned>(status));
    response_.version(11);
    response_.set(http::field::content_type, content_type);
    if (status == 503) response_.set(http::field::retry_after, "1");
    add_security_headers(response_);
    response_.keep_alive(false);
    response_.body() = std::move(body);
    response_.prepare_payload();
    stream_.expires_after(listener_->options.handshake_timeout);
    http::async_write(stream_, response_, [connection = shared_from_this()](error_code, std::size_t) {
      error_code ignored;  // the client may have left already
      connection->stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    });
  }

  std::shared_ptr<Listener::Impl> listener_;
  beast::basic_stream<tcp, asio::io_context::executor_type> stream_;
  beast::flat_buffer buffer_{head_bytes_max};
  http::request_parser<http::empty_body> parser_;
  HttpResponse response_;
  std::string address_;
};

}  // namespace

void Listener::Impl::start() {
  error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (error) throw std::runtime_error("not an address to listen on: " + options.address);
  const tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(4096, error);
  if (error) {
    throw std::runtime_error("cannot listen on port " + std::to_string(options.port) + ": " + error.message());
  }
  accept();
}

void Listener::Impl::accept() {
  acceptor.async_accept(io.get_executor(), [impl = shared_from_this()](error_code error, TcpSocket socket) {
    impl->accepted(error, std::move(socket));
  });
}

void Listener::Impl::accepted(error_code error, TcpSocket socket) {
  if (!acceptor.is_open()) return;
  if (!error && sockets < options.connections_max + short_connections_max) {
    std::make_shared<HttpConnection>(shared_from_this(), std::move(socket))->start();
  }
  if (!error) return accept();
  // Mostly: no more file descriptors. Trying again at once would spin.
  logging::warn("cannot accept a connection", {{"error", error.message()}});
  accept_again.expires_after(std::chrono::milliseconds(100));
  accept_again.async_wait([impl = shared_from_this()](error_code cancelled) {
    if (!cancelled) impl->accept();
  });
}

void Listener::Impl::flush_later(std::shared_ptr<PlainConnection> connection) {
  if (to_flush.empty()) {
    asio::post(io, [impl = shared_from_this()] { impl->flush_all(); });
  }
  to_flush.push_back(std::move(connection));
}

void Listener::Impl::flush_all() {
  const auto due = std::exchange(to_flush, {});
  for (const auto& connection : due) connection->write_now();
}

Listener::Listener(EventLoop& loop, ListenerOptions options, SocketHandler& handler)
    : impl_(std::make_shared<Impl>(loop, std::move(options), handler)) {}
Listener::~Listener() {
  stop_accepting();
  // These hold connections, which hold the Impl.
  impl_->over_rate.clear();
  impl_->to_flush.clear();
}

void Listener::start() { impl_->start(); }
std::uint16_t Listener::port() const { return impl_->acceptor.local_endpoint().port(); }
std::size_t Listener::open_connections() const { return impl_->websockets; }

void Listener::stop_accepting() {
  error_code ignored;  // not open: nothing to stop
  impl_->acceptor.close(ignored);
  impl_->accept_again.cancel();
}

void Listener::sweep() {
  for (const auto& connection : std::exchange(impl_->over_rate, {})) connection->go_on();
}

}  // namespace frontdesk::realtime_gateway
