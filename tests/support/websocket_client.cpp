#include "tests/support/websocket_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace frontdesk::test_support {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

struct Url {
  std::string host;
  std::string port;
  std::string target;
};

Url parse_url(std::string_view text) {
  constexpr std::string_view scheme = "ws://";
  if (!text.starts_with(scheme)) throw std::invalid_argument("not a ws:// URL");
  text.remove_prefix(scheme.size());
  const std::size_t slash = text.find('/');
  const std::string_view authority = text.substr(0, slash);
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos) throw std::invalid_argument("a ws:// URL needs a port here");
  return {std::string(authority.substr(0, colon)), std::string(authority.substr(colon + 1)),
          slash == std::string_view::npos ? "/" : std::string(text.substr(slash))};
}

}  // namespace

WebSocketClient::Refused::Refused(int answered_status, std::string answered_body)
    : std::runtime_error("handshake refused with status " + std::to_string(answered_status)),
      status(answered_status),
      body(std::move(answered_body)) {}

class WebSocketClient::Impl {
 public:
  asio::io_context io{1};
  websocket::stream<tcp::socket> stream{io};
  beast::flat_buffer buffer;
  bool reading = false;
  bool ended = false;
  std::optional<std::string> message;

  void connect(const Url& url, const Headers& headers, std::chrono::milliseconds timeout) {
    bool done = false;
    error_code result;
    websocket::response_type response;
    const auto finished = [&](error_code error) {
      result = error;
      done = true;
    };
    const tcp::endpoint endpoint(asio::ip::make_address(url.host == "localhost" ? "127.0.0.1" : url.host),
                                 static_cast<std::uint16_t>(std::stoi(url.port)));
    stream.next_layer().async_connect(endpoint, [&](error_code error) {
      if (error) return finished(error);
      stream.next_layer().set_option(tcp::no_delay(true));
      stream.set_option(websocket::stream_base::decorator([&headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers) request.set(name, value);
      }));
      stream.async_handshake(response, url.host + ":" + url.port, url.target, finished);
    });
    run_until(done, timeout);
    if (!done) throw std::runtime_error("no answer to the WebSocket handshake");
    if (result == websocket::error::upgrade_declined) {
      throw Refused(static_cast<int>(response.result_int()), response.body());
    }
    if (result) throw std::runtime_error("WebSocket handshake failed: " + result.message());
  }

  void start_reading() {
    if (reading || ended) return;
    reading = true;
    stream.async_read(buffer, [this](error_code error, std::size_t) {
      reading = false;
      if (error) {
        ended = true;
        return;
      }
      message = beast::buffers_to_string(buffer.cdata());
      buffer.consume(buffer.size());
    });
  }

  void run_until(const bool& done, std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    io.restart();
    while (!done && io.run_one_until(deadline) > 0) {
    }
  }

  void send(std::string_view bytes, bool text) {
    stream.text(text);
    error_code error;
    stream.write(asio::buffer(bytes.data(), bytes.size()), error);
    // A connection that has ended shows at the next receive().
    if (error && error != asio::error::broken_pipe && error != asio::error::connection_reset && !ended) {
      throw std::runtime_error("WebSocket write failed: " + error.message());
    }
  }
};

WebSocketClient::WebSocketClient(const std::string& url, const Headers& headers, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>()) {
  impl_->connect(parse_url(url), headers, timeout);
}
WebSocketClient::~WebSocketClient() = default;
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;
WebSocketClient& WebSocketClient::operator=(WebSocketClient&&) noexcept = default;

void WebSocketClient::send_text(std::string_view text) { impl_->send(text, true); }
void WebSocketClient::send_binary(std::string_view bytes) { impl_->send(bytes, false); }

void WebSocketClient::send_event(std::string_view event, std::string_view data_json, std::string_view id_json) {
  std::string frame = R"({"event":")" + std::string(event) + '"';
  if (!data_json.empty()) frame += R"(,"data":)" + std::string(data_json);
  if (!id_json.empty()) frame += R"(,"id":)" + std::string(id_json);
  send_text(frame + '}');
}

std::optional<std::string> WebSocketClient::receive(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  impl_->start_reading();
  impl_->io.restart();
  while (!impl_->message && !impl_->ended && impl_->io.run_one_until(deadline) > 0) {
  }
  return std::exchange(impl_->message, std::nullopt);
}

void WebSocketClient::close() {
  bool done = false;
  impl_->start_reading();
  impl_->stream.async_close(websocket::close_code::normal, [&done](error_code) { done = true; });
  impl_->run_until(done, std::chrono::seconds(5));
}

bool WebSocketClient::ended() const { return impl_->ended; }
std::uint16_t WebSocketClient::close_code() const { return impl_->stream.reason().code; }
std::string WebSocketClient::close_reason() const {
  const auto& reason = impl_->stream.reason().reason;
  return {reason.data(), reason.size()};
}

}  // namespace frontdesk::test_support
