#include "realtime-gateway/websocket/handshake.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "platform/process/probe.hpp"
#include "realtime-gateway/websocket/handshake_target.hpp"
#include "realtime-gateway/websocket/plain_connection.hpp"
#include "realtime-gateway/websocket/security_headers.hpp"
#include "schemas/wire/error_body.hpp"
#include "schemas/wire/json.hpp"

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

// It goes into JSON.
std::string printable_part(const std::string& path) {
  const auto end = std::find_if(path.begin(), path.end(), [](char c) { return c < 0x21 || c > 0x7e; });
  return {path.begin(), end};
}

// A connection until it is known what it wants: a WebSocket, or one of the operators' pages.
class Handshake final : public std::enable_shared_from_this<Handshake> {
 public:
  Handshake(std::shared_ptr<Site> site, TcpSocket socket) : site_(std::move(site)), stream_(std::move(socket)) {
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
    stream_.expires_after(site_->options.handshake_timeout);
    http::async_read_header(stream_, buffer_, parser_,
                            [connection = shared_from_this()](error_code error, std::size_t) {
                              if (error) return connection->refuse_unread(error);
                              connection->answer();
                            });
  }

 private:
  void refuse_unread(error_code error) {
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return refuse(431, "Request header fields too large");
    }
    // A client that left or was too slow gets no answer; one that speaks no HTTP is told so.
    const bool no_http = error.category() == http::make_error_code(http::error::bad_method).category();
    if (no_http && error != http::error::end_of_stream) refuse(400, "Bad request");
  }

  void answer() {
    const auto& request = parser_.get();
    const HandshakeTarget target = parse_handshake_target({request.target().data(), request.target().size()});
    path_ = printable_part(target.path);
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
    if (!answer) return refuse(404, "Endpoint not found");
    respond(answer->status, answer->content_type, std::move(answer->body));
  }

  // At `/`, where the plain WebSocket lives, in the words of contract 000; elsewhere as the path's clients expect.
  void refuse(int status, std::string_view message) {
    respond(
        status, "application/json; charset=utf-8",
        path_ == "/" ? wire::ObjectWriter().text("message", message).take() : wire::error_body(path_, status, message));
  }

  // Contracts, README section 1.
  void allow_origin() {
    const std::string origin(parser_.get()[http::field::origin]);
    const auto& allowed = site_->options.allowed_origins;
    if (!origin.empty() && std::find(allowed.begin(), allowed.end(), origin) != allowed.end()) {
      response_.set(http::field::access_control_allow_origin, origin);
      response_.set(http::field::access_control_allow_credentials, "true");
      response_.set(http::field::vary, "Origin");
    } else if (wire::is_open_to_any_origin(path_)) {
      response_.set(http::field::access_control_allow_origin, "*");
    }
  }

  void respond(int status, const std::string& content_type, std::string body) {
    response_.result(static_cast<unsigned>(status));
    response_.version(11);
    response_.set(http::field::content_type, content_type);
    if (status == 503) response_.set(http::field::retry_after, "1");
    add_security_headers(response_);
    allow_origin();
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
  beast::flat_buffer buffer_{head_bytes_max};
  http::request_parser<http::empty_body> parser_;
  HttpResponse response_;
  std::string address_;
  std::string path_ = "/";  // of a request that could not be read: the one that most come for
  std::string subprotocol_;
};

}  // namespace

void begin_handshake(std::shared_ptr<Site> site, TcpSocket socket) {
  std::make_shared<Handshake>(std::move(site), std::move(socket))->start();
}

}  // namespace frontdesk::realtime_gateway
