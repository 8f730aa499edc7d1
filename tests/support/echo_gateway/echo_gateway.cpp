#include "tests/support/echo_gateway/echo_gateway.hpp"

#include <string>
#include <utility>

#include "realtime-gateway/engineio/frame.hpp"

namespace frontdesk::echo_gateway {
namespace {

void allow_any_origin(const web::Request& request, web::Headers& headers) {
  headers.emplace_back("Access-Control-Allow-Origin", "*");
  const auto asked = web::header(request.headers, "Access-Control-Request-Headers");
  if (request.method == "OPTIONS" && !asked.empty()) headers.emplace_back("Access-Control-Allow-Headers", asked);
}

engineio::Options transport_options(const Settings& settings, std::string path) {
  engineio::Options options;
  options.path = std::move(path);
  options.ping_interval = settings.ping_interval;
  options.ping_timeout = settings.ping_timeout;
  options.add_headers = allow_any_origin;
  return options;
}

class RawEcho final : public engineio::Session::Listener {
 public:
  explicit RawEcho(engineio::Session& session) : session_(session) {}
  void received(bool binary, std::string_view message) override {
    session_.send(binary ? engineio::Frame::binary(message)
                         : engineio::Frame::text(engineio::PacketType::message, message));
  }
  bool may_hold(std::size_t) override { return true; }
  void closed(std::string_view) override {}

 private:
  engineio::Session& session_;  // it owns this
};

// Sends back what one WebSocket says.
class PlainEchoSocket final : public web::WebSocket::Listener {
 public:
  explicit PlainEchoSocket(web::WebSocket& socket) : socket_(socket) {}
  void received(web::FrameKind kind, std::string_view message) override { socket_.send(web::framed(kind, message)); }
  bool may_hold(std::size_t) override { return true; }
  void ended(std::string_view) override {}

 private:
  web::WebSocket& socket_;  // it owns this
};

web::Answer nothing_here(int status, const web::Request&) {
  return {.status = status, .content_type = "text/plain", .body = "nothing is served here\n", .headers = {}};
}

web::ListenerOptions port_options(std::uint16_t port) {
  web::ListenerOptions options;
  options.port = port;
  options.refusal = [](int status, const web::Request& request, std::optional<std::string_view>) {
    return nothing_here(status, request);
  };
  return options;
}

}  // namespace

class EchoGateway::PlainEcho final : public web::Endpoint {
 public:
  bool serves(std::string_view) const override { return true; }
  void requested(std::shared_ptr<web::Exchange> exchange) override {
    exchange->answer(nothing_here(426, exchange->request()));
  }
  void upgrade(const web::Request&, std::function<void(web::Upgrade)> done) override {
    web::Upgraded upgraded;
    // Conformance suites send messages of 16 MiB.
    upgraded.options.message_bytes_max = upgraded.options.outbound_bytes_max = 64U * 1024 * 1024;
    upgraded.options.outbound_messages_max = 1'000'000;
    upgraded.opened = [](const std::shared_ptr<web::WebSocket>& socket) {
      socket->listen(std::make_shared<PlainEchoSocket>(*socket));
    };
    done(std::move(upgraded));
  }
};

EchoGateway::EchoGateway(boost::asio::io_context& loop, const Settings& settings)
    : round_(std::make_shared<web::Round>(loop)), deadlines_(loop), plain_(std::make_unique<PlainEcho>()) {
  engineio_ = std::make_unique<engineio::Server>(
      transport_options(settings, "/engine.io/"), round_, deadlines_,
      [](const std::shared_ptr<engineio::Session>& session) { return std::make_shared<RawEcho>(*session); });
  socketio::Options options;
  options.transport = transport_options(settings, "/socket.io/");
  options.connect_timeout = settings.connect_timeout;
  options.may_hold = settings.may_hold;
  socketio_ = std::make_unique<socketio::Server>(std::move(options), round_, deadlines_);
  main_ = &open_namespace("/", everybody_, settings);
  open_namespace("/custom", everybody_, settings);
  open_namespace("/secure", token_bearers_, settings);
  listener_ = std::make_unique<web::Listener>(loop, round_, deadlines_, port_options(settings.port),
                                              std::vector<web::Endpoint*>{engineio_.get(), &socketio_->transport()});
  plain_listener_ = std::make_unique<web::Listener>(loop, round_, deadlines_, port_options(settings.plain_port),
                                                    std::vector<web::Endpoint*>{plain_.get()});
  listener_->start();
  plain_listener_->start();
}

EchoGateway::~EchoGateway() { round_->forget(); }

socketio::Namespace& EchoGateway::open_namespace(const std::string& name, socketio::NamespaceHandler& handler,
                                                 const Settings& settings) {
  if (settings.recovery_window.count() == 0) return socketio_->open(name, handler);
  recoveries_.push_back(std::make_unique<socketio::MemoryRecovery>(socketio::MemoryRecovery::Limits{
      .window = settings.recovery_window, .unnoticed = settings.ping_interval + settings.ping_timeout}));
  return socketio_->open(name, handler, recoveries_.back().get());
}

}  // namespace frontdesk::echo_gateway
