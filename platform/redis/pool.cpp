#include <condition_variable>
#include <mutex>

#include "platform/redis/connection.hpp"

namespace frontdesk::redis {

class Pool::Impl {
 public:
  Impl(std::string url, std::size_t connections_max, std::chrono::milliseconds timeout)
      : url_(std::move(url)), connections_max_(connections_max), timeout_(timeout) {
    parse_url(url_);  // a bad URL is told at construction
  }

  // Null when none is free within `patience`.
  std::unique_ptr<Connection> take(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    const bool free = returned_.wait_for(lock, patience, [this] { return !idle_.empty() || made_ < connections_max_; });
    if (!free) return nullptr;
    if (idle_.empty()) return make();
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  void put_back(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
  }

  std::chrono::milliseconds timeout() const { return timeout_; }

 private:
  // Connects nowhere yet.
  std::unique_ptr<Connection> make() {
    auto connection = std::make_unique<Connection>(url_, timeout_);
    connection->impl_->outage = outage_;
    ++made_;
    return connection;
  }

  std::string url_;
  std::size_t connections_max_;
  std::chrono::milliseconds timeout_;
  std::shared_ptr<Outage> outage_ = std::make_shared<Outage>();
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t made_ = 0;
};

Pool::Pool(std::string url, std::size_t connections_max, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(std::move(url), connections_max, timeout)) {}
Pool::~Pool() = default;

Pool::Lease Pool::borrow() {
  auto connection = impl_->take(impl_->timeout());
  if (!connection) throw Unavailable("Redis: no connection was free in time");
  return Lease(*this, std::move(connection));
}

std::optional<Pool::Lease> Pool::borrow_free() {
  auto connection = impl_->take(std::chrono::milliseconds::zero());
  if (!connection) return std::nullopt;
  return Lease(*this, std::move(connection));
}

Pool::Lease::Lease(Pool& pool, std::unique_ptr<Connection> connection)
    : pool_(&pool), connection_(std::move(connection)) {}
Pool::Lease::Lease(Lease&&) noexcept = default;
Pool::Lease::~Lease() {
  if (connection_) pool_->impl_->put_back(std::move(connection_));
}

}  // namespace frontdesk::redis
