#include "realtime-gateway/web/listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "realtime-gateway/web/http_connection.hpp"
#include "realtime-gateway/web/site.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"

namespace frontdesk::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using realtime_gateway::TcpSocket;
using tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds accept_again_after{100};

}  // namespace

// Held by what it has asked of the loop, which may end after the listener.
class Listener::Impl : public std::enable_shared_from_this<Listener::Impl> {
 public:
  explicit Impl(std::shared_ptr<Site> chosen)
      : site(std::move(chosen)), acceptor(site->io), again_(site->deadlines, [this] { accept(); }) {}

  void start();
  void stop() {
    error_code ignored;  // not open: nothing to stop
    acceptor.close(ignored);
    again_.clear();
  }

  const std::shared_ptr<Site> site;
  tcp::acceptor acceptor;

 private:
  void accept();
  void accepted(error_code error, TcpSocket socket);

  Deadline again_;
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
  if (!acceptor.is_open()) return;
  acceptor.async_accept(site->io.get_executor(), [impl = shared_from_this()](error_code error, TcpSocket socket) {
    impl->accepted(error, std::move(socket));
  });
}

void Listener::Impl::accepted(error_code error, TcpSocket socket) {
  if (!acceptor.is_open()) return;
  if (!error) {
    if (site->connections < site->options.connections_max) serve_http(site, std::move(socket));
    return accept();
  }
  // Mostly: no more file descriptors. Trying again at once would spin.
  site->complain("cannot accept a connection: " + error.message());
  again_.set_in(accept_again_after);
}

Listener::Listener(asio::io_context& loop, std::shared_ptr<Round> round, Deadlines& deadlines, ListenerOptions options,
                   std::vector<Endpoint*> endpoints)
    : impl_(std::make_shared<Impl>(
          std::make_shared<Site>(Site{loop, std::move(round), deadlines, std::move(options), std::move(endpoints)}))) {}
Listener::~Listener() { stop_accepting(); }

void Listener::start() { impl_->start(); }
std::uint16_t Listener::port() const { return impl_->acceptor.local_endpoint().port(); }
void Listener::stop_accepting() { impl_->stop(); }
std::size_t Listener::connections() const { return impl_->site->connections; }

}  // namespace frontdesk::web
