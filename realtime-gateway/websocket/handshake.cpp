#include "realtime-gateway/websocket/handshake.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "platform/http/framing.hpp"
#include "platform/http/origin.hpp"
#include "platform/http/target.hpp"
#include "platform/process/probe.hpp"
#include "realtime-gateway/websocket/handshake_target.hpp"
#include "realtime-gateway/websocket/plain_connection.hpp"
#include "realtime-gateway/websocket/security_headers.hpp"
#include "schemas/api/answers.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using HttpRequest = PlainConnection::HandshakeRequest;
using HttpResponse = http::response<http::string_body>;

constexpr std::size_t head_bytes_max = 16 * 1024;

// How long a client that has its answer may go on sending.
constexpr std::chrono::seconds linger_timeout{2};
constexpr std::size_t discarded_at_once = 8192;

// What Beast would decline by itself, in a form that is not ours.
bool is_acceptable(const HttpRequest& request) {
  constexpr std::size_t key_characters = 24;  // of 16 bytes in base64
  return request.version() == 11 && request.count(http::field::host) == 1 &&
         request[http::field::sec_websocket_key].size() == key_characters;
}

// The services refuse any other path, too.
bool is_readable(std::string_view path) {
  frontdesk::http::Request request;
  return frontdesk::http::read_target(path, request);
}

// A connection until it is known what it wants: a WebSocket, or one of the operators' pages.
class Handshake final : public std::enable_shared_from_this<Handshake> {
 public:
  Handshake(std::shared_ptr<Site> site, TcpSocket socket)
      : site_(std::move(site)), stream_(std::move(socket)), head_timeout_(site_->io) {
    ++site_->sockets;
  }
  ~Handshake() { --site_->sockets; }

  void start() {
    error_code ignored;  // without it a small delay, no more
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    const auto peer = stream_.socket().remote_endpoint(ignored);
    address_ = peer.address().to_string(ignored);
    parser_.header_limit(head_bytes_max);
    parser_.body_limit(std::numeric_limits<std::uint64_t>::max());  // none is ever read
    // Not the stream's own, at which it would close.
    head_timeout_.expires_after(site_->options.handshake_timeout);
    head_timeout_.async_wait([waiting = weak_from_this()](error_code cancelled) {
      const auto connection = cancelled ? nullptr : waiting.lock();
      if (connection) connection->give_up_reading();
    });
    http::async_read_header(stream_, buffer_, parser_,
                            [connection = shared_from_this()](error_code error, std::size_t) {
                              connection->head_timeout_.cancel();
                              if (error) return connection->refuse_unread(error);
                              connection->head_read_ = true;
                              connection->answer();
                            });
  }

 private:
  void give_up_reading() {
    stalled_ = true;
    stream_.cancel();
  }

  void refuse_unread(error_code error) {
    if (stalled_ && buffer_.size() > 0) return refuse(408, "Request timeout");
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return refuse(431, "Request header fields too large");
    }
    // A client that left or never said a word gets no answer; one that speaks no HTTP is told so.
    const bool no_http = error.category() == http::make_error_code(http::error::bad_method).category();
    if (no_http && error != http::error::end_of_stream) refuse(400, "Bad request");
  }

  void answer() {
    const auto& request = parser_.get();
    const HandshakeTarget target = parse_handshake_target({request.target().data(), request.target().size()});
    if (!websocket::is_upgrade(request) || target.path != "/") return show(target.path);
    if (request[http::field::sec_websocket_version] != "13") {
      response_.set(http::field::sec_websocket_version, "13");
      return refuse(426, "Upgrade required");
    }
    if (buffer_.size() > 0 || !parser_.is_done() || !is_acceptable(request)) return refuse(400, "Bad request");
    if (!read_subprotocol(request)) return refuse(400, "Bad request");
    if (!target.token || target.token->empty()) return refuse(401, "Unauthorized - No token provided");
    if (site_->full()) return refuse(503, "Service unavailable. Please try again later.");
    read_forwarded_address(request);
    stream_.expires_never();
    site_->handler.admit(*target.token, [connection = shared_from_this()](Admission admission) {
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
    std::make_shared<PlainConnection>(site_, stream_.release_socket(), std::move(admission.identity),
                                      std::move(address_))
        ->upgrade(parser_.get(), subprotocol_);
  }

  bool read_subprotocol(const HttpRequest& request) {
    std::string list;
    const auto [first, last] = request.equal_range(http::field::sec_websocket_protocol);
    for (auto field = first; field != last; ++field) {
      if (!list.empty()) list += ',';
      list.append(field->value().data(), field->value().size());
    }
    auto subprotocol = first_subprotocol(list);
    if (!subprotocol) return false;
    subprotocol_ = std::move(*subprotocol);
    return true;
  }

  void read_forwarded_address(const HttpRequest& request) {
    const auto& proxies = site_->options.trusted_proxies;
    if (std::find(proxies.begin(), proxies.end(), address_) == proxies.end()) return;
    const auto forwarded = request["X-Forwarded-For"];
    if (!forwarded.empty()) address_ = last_forwarded({forwarded.data(), forwarded.size()});
  }

  void show(std::string_view path) {
    auto answer = process::probe(path, [this] { return site_->handler.ready(); });
    if (!answer && !is_readable(path)) return refuse(400, "Bad request");
    if (!answer) return refuse(404, "Endpoint not found");
    respond(answer->status, answer->content_type, std::move(answer->body));
  }

  // What a WebSocket's client is told (contract 000) is worded as there, all else as the path's API words it.
  void refuse(int status, const std::string& message) {
    const auto refused = what_is_known();
    const auto path = api::readable_part(refused.path);
    for (const auto& [name, value] : site_->cors.refusal(status, refused).headers) response_.set(name, value);
    const bool to_a_socket = path.empty() || path == "/";
    respond(status, "application/json; charset=utf-8",
            to_a_socket ? R"({"message":")" + message + R"("})" : api::error_answer(path, status, message).body);
  }

  frontdesk::http::Refused what_is_known() const {
    const auto& request = parser_.get();
    const auto data = buffer_.cdata();
    const std::string_view unread(static_cast<const char*>(data.data()), data.size());
    const std::string_view target(request.target().data(), request.target().size());
    const auto origin = request[http::field::origin];
    return {.path = std::string(target.empty() ? frontdesk::http::path_of(unread)
                                               : target.substr(0, target.find_first_of("?#"))),
            .origin = std::string(origin.empty() && !head_read_ ? frontdesk::http::origin_of(unread)
                                                                : std::string_view(origin.data(), origin.size())),
            .head_unread = !head_read_};
  }

  void respond(int status, const std::string& content_type, std::string body) {
    response_.result(static_cast<unsigned>(status));
    response_.version(11);
    response_.set(http::field::content_type, content_type);
    if (status == 503) response_.set(http::field::retry_after, "1");
    const auto given_id = parser_.get()["X-Correlation-Id"];
    response_.set("X-Correlation-Id", frontdesk::http::correlation_id({given_id.data(), given_id.size()}));
    add_security_headers(response_);
    response_.keep_alive(false);
    response_.content_length(body.size());
    if (parser_.get().method() != http::verb::head) response_.body() = std::move(body);
    stream_.expires_after(site_->options.handshake_timeout);
    http::async_write(stream_, response_, [connection = shared_from_this()](error_code error, std::size_t) {
      if (!error) connection->linger();
    });
  }

  // Closing at once, with unread bytes of the client in the kernel, would reset the connection and destroy our answer
  // on its way.
  void linger() {
    error_code ignored;  // the client may have left already
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(linger_timeout);
    discard();
  }

  void discard() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(discarded_at_once),
                            [connection = shared_from_this()](error_code error, std::size_t) {
                              if (!error) connection->discard();
                            });
  }

  std::shared_ptr<Site> site_;
  beast::basic_stream<tcp, asio::io_context::executor_type> stream_;
  asio::steady_timer head_timeout_;
  bool stalled_ = false;
  bool head_read_ = false;
  beast::flat_buffer buffer_{head_bytes_max};
  http::request_parser<http::empty_body> parser_;
  HttpResponse response_;
  std::string address_;
  std::string subprotocol_;
};

}  // namespace

void begin_handshake(std::shared_ptr<Site> site, TcpSocket socket) {
  std::make_shared<Handshake>(std::move(site), std::move(socket))->start();
}

}  // namespace frontdesk::realtime_gateway
