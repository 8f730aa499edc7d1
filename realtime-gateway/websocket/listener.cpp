#include "realtime-gateway/websocket/listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <stdexcept>
#include <utility>

#include "platform/logging/log.hpp"
#include "realtime-gateway/websocket/handshake.hpp"
#include "realtime-gateway/websocket/plain_connection.hpp"
#include "realtime-gateway/websocket/site.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

// Handshakes and operators' pages beside the WebSockets themselves.
constexpr std::size_t short_connections_max = 1024;

}  // namespace

// Held by what it has asked of the loop, which may end after the listener.
class Listener::Impl : public std::enable_shared_from_this<Listener::Impl> {
 public:
  Impl(EventLoop& loop, ListenerOptions options, SocketHandler& handler)
      : site(std::make_shared<Site>(loop.io_context(), std::move(options), handler)),
        acceptor(site->io),
        accept_again(site->io) {}

  void start();

  const std::shared_ptr<Site> site;
  tcp::acceptor acceptor;
  asio::steady_timer accept_again;

 private:
  void accept();
  void accepted(error_code error, TcpSocket socket);
};

void Listener::Impl::start() {
  const auto& options = site->options;
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
  acceptor.async_accept(site->io.get_executor(), [impl = shared_from_this()](error_code error, TcpSocket socket) {
    impl->accepted(error, std::move(socket));
  });
}

void Listener::Impl::accepted(error_code error, TcpSocket socket) {
  if (!acceptor.is_open()) return;
  if (!error && site->sockets < site->options.connections_max + short_connections_max) {
    begin_handshake(site, std::move(socket));
  }
  if (!error) return accept();
  // Mostly: no more file descriptors. Trying again at once would spin.
  logging::warn("cannot accept a connection", {{"error", error.message()}});
  accept_again.expires_after(std::chrono::milliseconds(100));
  accept_again.async_wait([impl = shared_from_this()](error_code cancelled) {
    if (!cancelled) impl->accept();
  });
}

Listener::Listener(EventLoop& loop, ListenerOptions options, SocketHandler& handler)
    : impl_(std::make_shared<Impl>(loop, std::move(options), handler)) {}
Listener::~Listener() {
  stop_accepting();
  impl_->site->forget_waiting();
}

void Listener::start() { impl_->start(); }
std::uint16_t Listener::port() const { return impl_->acceptor.local_endpoint().port(); }
std::size_t Listener::open_connections() const { return impl_->site->websockets; }

void Listener::stop_accepting() {
  error_code ignored;  // not open: nothing to stop
  impl_->acceptor.close(ignored);
  impl_->accept_again.cancel();
}

void Listener::sweep() {
  for (const auto& connection : std::exchange(impl_->site->over_rate, {})) connection->go_on();
  impl_->site->end_stalled();
}

}  // namespace frontdesk::realtime_gateway
