#include "platform/projected/cache_gate.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/postgres/postgres.hpp"
#include "platform/projected/settling.hpp"

namespace frontdesk::projected {
namespace {

constexpr std::chrono::milliseconds poll_every{500};

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

class CacheGate::Impl {
 public:
  explicit Impl(const std::string& database_url)
      : database_(database_url, 1,
                  [](pqxx::connection& connection) {
                    connection.prepare("cache_ok",
                                       "select coalesce(bool_and(cache_ok), false) from read_v1.projection_position");
                  }),
        thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    stop_.notify_all();
    thread_.join();
  }

  bool open() const { return monotonic_ms() < open_until_ms_.load(std::memory_order_relaxed); }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      poll();
      lock.lock();
      stop_.wait_for(lock, poll_every, [this] { return stopping_; });
    }
  }

  void poll() {
    const std::int64_t asked_at = monotonic_ms();
    bool may_open = false;
    try {
      database_.with([&](pqxx::connection& connection) {
        pqxx::nontransaction read(connection);
        may_open = read.exec_prepared1("cache_ok")[0].as<bool>();
      });
    } catch (const postgres::Unavailable&) {
      may_open = was_open_;
    } catch (const std::exception&) {
      may_open = false;  // no read schema, say: what the caches hold belongs to none
    }
    was_open_ = may_open;
    open_until_ms_ = may_open ? asked_at + Settling::gates_closed_after.count() : 0;
  }

  postgres::Pool database_;
  std::atomic<std::int64_t> open_until_ms_ = 0;
  bool was_open_ = false;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

CacheGate::CacheGate(const std::string& database_url) : impl_(std::make_unique<Impl>(database_url)) {}
CacheGate::~CacheGate() = default;
bool CacheGate::open() const { return impl_->open(); }

}  // namespace frontdesk::projected
