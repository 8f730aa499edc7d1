#include "platform/http/worker.hpp"

#include <pistache/peer.h>
#include <pistache/tcp.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/http/connection.hpp"

namespace frontdesk::http {
namespace {

namespace Tcp = Pistache::Tcp;
namespace Polling = Pistache::Polling;

// Each tick wakes a thread: a loop at which nothing has happened for a second ticks less often.
constexpr std::chrono::milliseconds tick_interval{100};
constexpr std::chrono::milliseconds tick_interval_idle{1000};
constexpr int ticks_until_idle = 10;

class Worker;

// What Pistache calls with a client's bytes. One per worker (Pistache clones it); all calls come from that worker's
// thread.
class Gate : public Tcp::Handler {
 public:
  explicit Gate(std::shared_ptr<Site> site) : site_(std::move(site)) {}
  ~Gate() override;
  std::shared_ptr<Tcp::Handler> clone() const override { return std::make_shared<Gate>(site_); }

  void onConnection(const std::shared_ptr<Tcp::Peer>& peer) override;
  void onInput(const char* buffer, std::size_t length, const std::shared_ptr<Tcp::Peer>& peer) override;
  void onDisconnection(const std::shared_ptr<Tcp::Peer>& peer) override;

  void writable(int fd);
  std::vector<int> tick();  // the descriptors to close
  std::shared_ptr<Site> site() const { return site_; }
  void live_on(Loop& loop) { loop_ = &loop; }

 private:
  std::shared_ptr<Connection> find(int fd) const;

  const std::shared_ptr<Site> site_;
  Loop* loop_ = nullptr;
  std::unordered_map<int, std::shared_ptr<Connection>> connections_;
};

// One of Pistache's event loops, with what it lacks: a tick, a way to be woken by answers from other threads, and
// writable events for our own writes.
class Worker : public Tcp::Transport, public Loop {
 public:
  explicit Worker(std::shared_ptr<Gate> gate) : Tcp::Transport(gate), gate_(std::move(gate)) { gate_->live_on(*this); }
  ~Worker() override;

  std::shared_ptr<Pistache::Aio::Handler> clone() const override {
    return std::make_shared<Worker>(std::make_shared<Gate>(gate_->site()));
  }
  void registerPoller(Polling::Epoll& poller) override;
  void onReady(const Pistache::Aio::FdSet& events) override;

  void wake(std::shared_ptr<Connection> connection) override;
  void watch_writable(int fd, bool on) override;

 private:
  bool take(const Pistache::Aio::FdSet::Entry& event);
  void wake_connections();
  void tick();
  void tick_every(std::chrono::milliseconds interval);
  void stay_awake();
  void look_for_forgotten_peers();

  const std::shared_ptr<Gate> gate_;
  int ticks_since_event_ = 0;
  int timer_fd_ = -1;
  int wake_fd_ = -1;
  std::optional<Polling::Tag> new_peers_tag_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Connection>> woken_;  // guarded by mutex_
};

Gate::~Gate() {
  for (const auto& [fd, connection] : connections_) {
    connection->on_closed();
    ::close(fd);
  }
}

std::shared_ptr<Connection> Gate::find(int fd) const {
  const auto found = connections_.find(fd);
  return found == connections_.end() ? nullptr : found->second;
}

void Gate::onConnection(const std::shared_ptr<Tcp::Peer>& peer) {
  auto connection = std::make_shared<Connection>(peer->fd(), peer->address().host(), site_, *loop_);
  connections_[peer->fd()] = connection;
  // Pistache's acceptor spins at full speed when no descriptor is left, so it must not come to that.
  if (site_->connections > site_->options.connections_max) connection->cut_off();
}

void Gate::onInput(const char* buffer, std::size_t length, const std::shared_ptr<Tcp::Peer>& peer) {
  if (const auto connection = find(peer->fd())) connection->on_input({buffer, length});
}

void Gate::onDisconnection(const std::shared_ptr<Tcp::Peer>& peer) {
  const auto found = connections_.find(peer->fd());
  if (found == connections_.end()) return;
  found->second->on_closed();
  connections_.erase(found);
}

void Gate::writable(int fd) {
  if (const auto connection = find(fd)) connection->on_writable();
}

std::vector<int> Gate::tick() {
  std::vector<int> ended;
  const auto now = Connection::Clock::now();
  for (const auto& [fd, connection] : connections_)
    if (connection->on_tick(now)) ended.push_back(fd);
  return ended;
}

Worker::~Worker() {
  if (timer_fd_ >= 0) ::close(timer_fd_);
  if (wake_fd_ >= 0) ::close(wake_fd_);
}

int checked(int fd, const char* what) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), what);
  return fd;
}

void Worker::registerPoller(Polling::Epoll& poller) {
  Tcp::Transport::registerPoller(poller);
  timer_fd_ = checked(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), "timerfd_create");
  wake_fd_ = checked(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
  tick_every(tick_interval);
  const Pistache::Flags<Polling::NotifyOn> read{Polling::NotifyOn::Read};
  poller.addFd(timer_fd_, read, Polling::Tag(static_cast<std::uint64_t>(timer_fd_)));
  poller.addFd(wake_fd_, read, Polling::Tag(static_cast<std::uint64_t>(wake_fd_)));
}

void Worker::tick_every(std::chrono::milliseconds interval) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(interval);
  const timespec every{seconds.count(), std::chrono::nanoseconds(interval - seconds).count()};
  const itimerspec spec{every, every};
  checked(::timerfd_settime(timer_fd_, 0, &spec, nullptr), "timerfd_settime");
}

void Worker::stay_awake() {
  if (std::exchange(ticks_since_event_, 0) >= ticks_until_idle) tick_every(tick_interval);
}

void Worker::onReady(const Pistache::Aio::FdSet& events) {
  std::vector<Polling::Event> rest;
  for (const auto& event : events) {
    if (take(event)) continue;
    Polling::Event readable{event.getTag()};
    readable.flags.setFlag(Polling::NotifyOn::Read);
    rest.push_back(readable);
  }
  if (!rest.empty()) Tcp::Transport::onReady(Pistache::Aio::FdSet(std::move(rest)));
}

// True when Pistache has no part in the event. It must see no writable ones: it would look for them in a write queue
// that we do not use.
bool Worker::take(const Pistache::Aio::FdSet::Entry& event) {
  const auto fd = static_cast<int>(event.getTag().value());
  if (fd == timer_fd_) {
    tick();
    return true;
  }
  stay_awake();
  if (fd == wake_fd_) {
    wake_connections();
    return true;
  }
  if (peers.find(fd) == peers.end()) {
    new_peers_tag_ = event.getTag();
    return false;
  }
  if (event.isWritable()) gate_->writable(fd);
  return !event.isReadable();
}

void Worker::wake(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock{mutex_};
  woken_.push_back(std::move(connection));
  // Fails only when the counter is full, and then the loop wakes anyway.
  [[maybe_unused]] const auto written = ::eventfd_write(wake_fd_, 1);
}

void Worker::wake_connections() {
  eventfd_t count = 0;
  [[maybe_unused]] const auto read = ::eventfd_read(wake_fd_, &count);
  std::vector<std::shared_ptr<Connection>> woken;
  {
    const std::lock_guard lock{mutex_};
    woken.swap(woken_);
  }
  for (const auto& connection : woken) connection->on_wake();
}

void Worker::watch_writable(int fd, bool on) {
  using Polling::NotifyOn;
  const auto interest = NotifyOn::Read | NotifyOn::Shutdown;
  reactor()->modifyFd(key(), fd, on ? interest | NotifyOn::Write : interest, Polling::Mode::Edge);
}

void Worker::tick() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto read = ::read(timer_fd_, &count, sizeof count);
  if (++ticks_since_event_ == ticks_until_idle) tick_every(tick_interval_idle);
  for (const int fd : gate_->tick()) {
    const auto found = peers.find(fd);
    if (found == peers.end()) continue;
    const auto peer = found->second;
    gate_->onDisconnection(peer);
    removePeer(peer);
  }
  look_for_forgotten_peers();
}

// Pistache's queues empty their eventfd after they have found nothing to pop: a client that was accepted in between
// would wait for the next client. So each tick has it look once more.
void Worker::look_for_forgotten_peers() {
  if (!new_peers_tag_) return;
  Polling::Event again{*new_peers_tag_};
  again.flags.setFlag(Polling::NotifyOn::Read);
  Tcp::Transport::onReady(Pistache::Aio::FdSet({again}));
}

}  // namespace

std::shared_ptr<Tcp::Transport> make_worker(std::shared_ptr<Site> site) {
  return std::make_shared<Worker>(std::make_shared<Gate>(std::move(site)));
}

}  // namespace frontdesk::http
