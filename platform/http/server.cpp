#include "platform/http/server.hpp"

#include <pistache/listener.h>
#include <pistache/net.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <utility>

#include "platform/http/worker.hpp"

namespace frontdesk::http {
namespace {

namespace Tcp = Pistache::Tcp;

constexpr int backlog = 4096;

// Pistache's threads inherit the mask: signals go to the program's main thread, which waits for them.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

std::size_t descriptors_for_connections() {
  constexpr rlim_t kept_for_others = 256;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return SIZE_MAX;
  return limit.rlim_cur > 2 * kept_for_others ? limit.rlim_cur - kept_for_others : limit.rlim_cur / 2;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Entry handler) : site_(std::make_shared<Site>()) {
    site_->options = std::move(options);
    site_->handler = std::move(handler);
    site_->options.connections_max = std::min(site_->options.connections_max, descriptors_for_connections());
  }

  void start() {
    const auto& options = site_->options;
    const Pistache::Address address{options.address, Pistache::Port(options.port)};
    listener_ = std::make_unique<Tcp::Listener>(address);
    listener_->init(
        static_cast<std::size_t>(options.threads),
        Pistache::Flags<Tcp::Options>{Tcp::Options::ReuseAddr | Tcp::Options::NoDelay | Tcp::Options::CloseOnExec},
        "http", backlog);
    listener_->setTransportFactory([site = site_] { return make_worker(site); });
    const AllSignalsBlocked blocked;
    try {
      listener_->bind();
    } catch (const std::exception& error) {
      throw std::runtime_error("cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " +
                               error.what());
    }
    listener_->runThreaded();
  }

  std::uint16_t port() const { return listener_ ? static_cast<std::uint16_t>(listener_->getPort()) : std::uint16_t{0}; }

  void drain(std::chrono::milliseconds patience) {
    site_->draining = true;
    const auto until = std::chrono::steady_clock::now() + patience;
    while (site_->in_flight + site_->lingering > 0 && std::chrono::steady_clock::now() < until)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    listener_.reset();
  }

  std::size_t in_flight() const { return site_->in_flight; }
  std::size_t connections() const { return site_->connections; }

 private:
  const std::shared_ptr<Site> site_;
  std::unique_ptr<Tcp::Listener> listener_;
};

Server::Server(ServerOptions options, Entry handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}
Server::~Server() = default;
void Server::start() { impl_->start(); }
std::uint16_t Server::port() const { return impl_->port(); }
void Server::drain(std::chrono::milliseconds patience) { impl_->drain(patience); }
std::size_t Server::in_flight() const { return impl_->in_flight(); }
std::size_t Server::connections() const { return impl_->connections(); }

}  // namespace frontdesk::http
