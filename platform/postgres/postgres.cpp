#include "platform/postgres/postgres.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

#include "platform/outage/outage.hpp"
#include "platform/postgres/silence.hpp"

namespace frontdesk::postgres {
namespace {

constexpr std::chrono::milliseconds connect_patience{2000};

// libpq waits for ever by default; 2 s is the least it can.
std::string with_connect_timeout(std::string url) {
  if (url.find("connect_timeout") != std::string::npos) return url;
  if (url.find("://") == std::string::npos) return url + " connect_timeout=2";
  return url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=2";
}

// Class 08: connection exceptions; 57P: the server shuts down, crashed or does not accept connections yet.
bool says_lost(const pqxx::failure& failure) {
  if (dynamic_cast<const pqxx::broken_connection*>(&failure) != nullptr) return true;
  if (dynamic_cast<const pqxx::in_doubt_error*>(&failure) != nullptr) return true;
  const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure);
  return sql != nullptr && (sql->sqlstate().starts_with("08") || sql->sqlstate().starts_with("57P"));
}

}  // namespace

class Pool::Impl {
 public:
  Impl(std::string database_url, std::size_t connections_max, std::function<void(pqxx::connection&)> prepare,
       std::chrono::milliseconds patience)
      : url_(with_connect_timeout(std::move(database_url))),
        connections_max_(connections_max),
        prepare_(std::move(prepare)),
        patience_(patience) {}

  void with(const Work& work) {
    if (!outage_.admit(patience_ + connect_patience)) throw Unavailable("PostgreSQL: silent a moment ago");
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    try {
      const Seat seat(*this, deadline);
      run(work, deadline);
    } catch (const Unavailable&) {
      if (std::chrono::steady_clock::now() >= deadline) {
        outage_.met();
      } else {
        outage_.over();  // a refusal is an answer
      }
      throw;
    } catch (...) {
      outage_.over();
      throw;
    }
    outage_.over();
  }

 private:
  struct Held {
    explicit Held(const std::string& url) : connection(url), socket(connection.sock()) {}
    pqxx::connection connection;
    SocketHandle socket;
  };

  // The right to hold one connection.
  class Seat {
   public:
    Seat(Impl& pool, Deadline::Time deadline) : pool_(pool) {
      std::unique_lock lock(pool_.mutex_);
      const bool free =
          pool_.left_.wait_until(lock, deadline, [this] { return pool_.taken_ < pool_.connections_max_; });
      if (!free) throw Unavailable("PostgreSQL: no connection was free in time");
      ++pool_.taken_;
    }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat() {
      {
        const std::lock_guard lock(pool_.mutex_);
        --pool_.taken_;
      }
      pool_.left_.notify_one();
    }

   private:
    Impl& pool_;
  };

  void run(const Work& work, Deadline::Time deadline) {
    // Whatever ended an idle connection most likely ended the others; one made now has the best chance.
    if (auto idle = idle_connection(); idle && attempt(std::move(idle), work, deadline)) return;
    if (attempt(connect(deadline), work, deadline)) return;
    if (attempt(connect(deadline), work, deadline)) return;
    throw Unavailable("PostgreSQL: the connection was lost twice");
  }

  std::unique_ptr<Held> idle_connection() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  void keep(std::unique_ptr<Held> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }

  std::unique_ptr<Held> connect(Deadline::Time deadline) {
    if (std::chrono::steady_clock::now() >= deadline) throw Unavailable("PostgreSQL: no answer in time");
    try {
      auto held = std::make_unique<Held>(url_);
      stay_on_this_socket(held->connection);
      const Deadline limit(held->socket, deadline);
      if (prepare_) prepare_(held->connection);
      return held;
    } catch (const pqxx::failure& failure) {
      if (says_lost(failure)) throw Unavailable(std::string("PostgreSQL: ") + failure.what());
      throw;
    }
  }

  // libpqxx would connect again by itself, unprepared and on a socket that nobody watches. This is the only way to
  // forbid it in 6.4, where it is marked as going away together with what it forbids.
  static void stay_on_this_socket(pqxx::connection& connection) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    connection.inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }

  // False when the connection was lost. What `work` throws for other reasons leaves the connection in the pool:
  // unwinding has ended the transaction.
  bool attempt(std::unique_ptr<Held> held, const Work& work, Deadline::Time deadline) {
    if (!held->connection.is_open()) return forget_idle();
    std::optional<Deadline> limit(std::in_place, held->socket, deadline);
    try {
      work(held->connection);
    } catch (const pqxx::failure& failure) {
      if (limit->passed()) throw Unavailable("PostgreSQL: no answer in time");
      if (says_lost(failure) || !held->connection.is_open()) return forget_idle();
      limit.reset();
      keep(std::move(held));
      throw;
    } catch (...) {
      limit.reset();
      keep(std::move(held));
      throw;
    }
    const bool cut_off = limit->passed();  // at the last moment: `work` is done, but the socket is not to be used again
    limit.reset();
    if (!cut_off) keep(std::move(held));
    return true;
  }

  bool forget_idle() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
    return false;
  }

  std::string url_;
  std::size_t connections_max_;
  std::function<void(pqxx::connection&)> prepare_;
  const std::chrono::milliseconds patience_;
  Outage outage_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t taken_ = 0;
  std::vector<std::unique_ptr<Held>> idle_;
};

Pool::Pool(std::string database_url, std::size_t connections_max, std::function<void(pqxx::connection&)> prepare,
           std::chrono::milliseconds patience)
    : impl_(std::make_unique<Impl>(std::move(database_url), connections_max, std::move(prepare), patience)) {}
Pool::~Pool() = default;

void Pool::with(const Work& work) { impl_->with(work); }

void ArrayText::separate() {
  if (text_.size() > 1) text_ += ',';
}

void ArrayText::add(std::string_view element) {
  separate();
  text_ += '"';
  for (const char c : element) {
    if (c == '"' || c == '\\') text_ += '\\';
    text_ += c;
  }
  text_ += '"';
}

void ArrayText::add_null() {
  separate();
  text_ += "NULL";
}

void ArrayText::add(long long element) {
  separate();
  text_ += std::to_string(element);
}

std::string ArrayText::take() {
  text_ += '}';
  return std::exchange(text_, std::string("{"));
}

}  // namespace frontdesk::postgres
