#include "platform/postgres/postgres.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace frontdesk::postgres {
namespace {

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
  Impl(std::string database_url, std::size_t connections_max, std::function<void(pqxx::connection&)> prepare)
      : url_(with_connect_timeout(std::move(database_url))),
        connections_max_(connections_max),
        prepare_(std::move(prepare)) {}

  void with(const std::function<void(pqxx::connection&)>& work) {
    const Seat seat(*this);
    // Whatever ended an idle connection most likely ended the others; one made now has the best chance.
    if (auto idle = idle_connection(); idle && attempt(std::move(idle), work)) return;
    if (attempt(connect(), work)) return;
    if (attempt(connect(), work)) return;
    throw Unavailable("PostgreSQL: the connection was lost twice");
  }

 private:
  // The right to hold one connection.
  class Seat {
   public:
    explicit Seat(Impl& pool) : pool_(pool) {
      std::unique_lock lock(pool_.mutex_);
      pool_.left_.wait(lock, [this] { return pool_.taken_ < pool_.connections_max_; });
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

  std::unique_ptr<pqxx::connection> idle_connection() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }

  void keep(std::unique_ptr<pqxx::connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }

  std::unique_ptr<pqxx::connection> connect() {
    try {
      auto connection = std::make_unique<pqxx::connection>(url_);
      if (prepare_) prepare_(*connection);
      return connection;
    } catch (const pqxx::failure& failure) {
      if (says_lost(failure)) throw Unavailable(std::string("PostgreSQL: ") + failure.what());
      throw;
    }
  }

  // False when the connection was lost. What `work` throws for other reasons leaves the connection in the pool:
  // unwinding has ended the transaction.
  bool attempt(std::unique_ptr<pqxx::connection> connection, const std::function<void(pqxx::connection&)>& work) {
    if (!connection->is_open()) return forget_idle();
    try {
      work(*connection);
    } catch (const pqxx::failure& failure) {
      if (says_lost(failure) || !connection->is_open()) return forget_idle();
      keep(std::move(connection));
      throw;
    } catch (...) {
      keep(std::move(connection));
      throw;
    }
    keep(std::move(connection));
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
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t taken_ = 0;
  std::vector<std::unique_ptr<pqxx::connection>> idle_;
};

Pool::Pool(std::string database_url, std::size_t connections_max, std::function<void(pqxx::connection&)> prepare)
    : impl_(std::make_unique<Impl>(std::move(database_url), connections_max, std::move(prepare))) {}
Pool::~Pool() = default;

void Pool::with(const std::function<void(pqxx::connection&)>& work) { impl_->with(work); }

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
  return std::exchange(text_, "{");
}

}  // namespace frontdesk::postgres
