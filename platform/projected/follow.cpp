#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "platform/logging/log.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/projected/board.hpp"
#include "platform/projected/projected.hpp"
#include "platform/projected/settling.hpp"
#include "platform/redis/positioned_cache.hpp"
#include "platform/redis/redis.hpp"

namespace frontdesk::projected {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds poll_fast{25};
constexpr milliseconds poll_slowly{500};
constexpr milliseconds retry_after_failure{250};

// Reads position rows and their confirmations. One thread.
class Rows {
 public:
  Rows(const std::string& redis_url, const std::string& database_url)
      : database_(database_url, 1,
                  [](pqxx::connection& connection) {
                    connection.prepare(
                        "positions", "select topic, partition, next_offset, cache_ok from read_v1.projection_position");
                  }),
        redis_(redis_url, 1) {}

  // nullopt: PostgreSQL is away, or the projectors have not made their schema yet.
  std::optional<std::vector<PositionRow>> read() {
    std::vector<PositionRow> rows;
    try {
      database_.with([&](pqxx::connection& connection) { rows = read_table(connection); });
    } catch (const postgres::Unavailable&) {
      return std::nullopt;
    } catch (const pqxx::sql_error& error) {
      if (!says_no_schema(error)) logging::warn("position rows cannot be read", {{"sqlstate", error.sqlstate()}});
      return std::nullopt;
    } catch (const std::exception& error) {
      logging::warn("position rows cannot be read", {{"error", error.what()}});
      return std::nullopt;
    }
    confirm(rows);
    return rows;
  }

 private:
  static std::vector<PositionRow> read_table(pqxx::connection& connection) {
    pqxx::nontransaction transaction(connection);
    std::vector<PositionRow> rows;
    for (const auto& row : transaction.exec_prepared("positions")) {
      rows.push_back({{row[0].as<std::string>(), row[1].as<int>()}, row[2].as<std::int64_t>(), row[3].as<bool>(), {}});
    }
    return rows;
  }

  // invalid_schema_name, undefined_table, undefined_column
  static bool says_no_schema(const pqxx::sql_error& error) {
    return error.sqlstate() == "3F000" || error.sqlstate() == "42P01" || error.sqlstate() == "42703";
  }

  void confirm(std::vector<PositionRow>& rows) {
    std::vector<std::string> keys;
    keys.reserve(rows.size());
    for (const PositionRow& row : rows) keys.push_back(position_key(row.unit));
    try {
      const auto values = redis_.borrow()->mget(keys);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto cached = redis::parse_cached(values[i])) rows[i].confirmed = cached->position;
      }
    } catch (const redis::Unavailable&) {
      return;  // unconfirmed rows are judged by their age
    }
  }

  postgres::Pool database_;
  redis::Pool redis_;
};

class FollowedPositions final : public Positions {
 public:
  FollowedPositions(const std::string& redis_url, const std::string& database_url, Executor& executor)
      : executor_(executor),
        board_(std::make_shared<Board>(executor)),
        rows_(redis_url, database_url),
        poller_([this] { poll(); }),
        subscriber_(
            redis_url, {channel}, [this](std::string_view, std::string_view text) { hear(parse_announcements(text)); },
            [this](bool subscribed) { on_redis(subscribed); }) {}

  ~FollowedPositions() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    poller_.join();
  }

  std::int64_t of(const event_log::UnitId& unit) const override { return board_->of(unit); }

  void when(const event_log::UnitId& unit, std::int64_t next_offset, milliseconds patience,
            std::function<void(bool)> done) override {
    const auto board = board_;  // `done` may destroy this object
    const auto wanted = wanted_;
    board->when(unit, next_offset, patience, std::move(done));
    note_wants(*board, *wanted);
  }

  void on_advance(std::function<void(const event_log::UnitId&, std::int64_t)> listener) override {
    board_->on_advance(std::move(listener));
    note_wants(*board_, *wanted_);
  }

 private:
  // What the poller reads of the board, which it must not touch.
  struct Wanted {
    std::atomic<bool> waiters = false;
    std::atomic<bool> listeners = false;
  };

  static void note_wants(const Board& board, Wanted& wanted) {
    wanted.waiters.store(board.somebody_waits(), std::memory_order_relaxed);
    wanted.listeners.store(board.somebody_listens(), std::memory_order_relaxed);
  }

  // Any thread.
  void hear(std::vector<Announcement> announcements) {
    if (announcements.empty()) return;
    executor_.post([weak = std::weak_ptr(board_), wanted = wanted_, heard = std::move(announcements)] {
      const auto board = weak.lock();
      if (!board) return;
      for (const Announcement& announcement : heard) board->advance(announcement.unit, announcement.next_offset);
      note_wants(*board, *wanted);
    });
  }

  void on_redis(bool subscribed) {
    {
      const std::lock_guard lock(mutex_);
      redis_away_ = !subscribed;
      reread_ = true;
    }
    changed_.notify_all();
  }

  void poll() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (due()) {
        reread_ = false;
        lock.unlock();
        const bool read = read_rows();
        lock.lock();
        polled_at_ = std::chrono::steady_clock::now();
        if (!read) {
          reread_ = true;
          changed_.wait_for(lock, retry_after_failure, [this] { return stopping_; });
          continue;
        }
      }
      changed_.wait_for(lock, redis_away_ ? poll_fast : poll_slowly, [this] { return stopping_ || reread_; });
    }
  }

  bool due() const {
    const bool wanted =
        wanted_->waiters.load(std::memory_order_relaxed) || wanted_->listeners.load(std::memory_order_relaxed);
    return reread_ || (redis_away_ && wanted) || std::chrono::steady_clock::now() - polled_at_ >= poll_slowly;
  }

  bool read_rows() {
    const auto rows = rows_.read();
    if (!rows) return false;
    const auto now = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
    std::vector<Announcement> trusted;
    for (const PositionRow& row : *rows) {
      const std::int64_t next_offset = settling_.trusted(row, now);
      std::int64_t& passed_on = passed_on_[row.unit];
      if (next_offset > passed_on) trusted.push_back({row.unit, passed_on = next_offset});
    }
    hear(std::move(trusted));
    return true;
  }

  Executor& executor_;
  std::shared_ptr<Board> board_;
  std::shared_ptr<Wanted> wanted_ = std::make_shared<Wanted>();

  // Of the poller's thread alone.
  Rows rows_;
  Settling settling_;
  std::map<event_log::UnitId, std::int64_t> passed_on_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  bool redis_away_ = true;
  bool reread_ = true;
  std::chrono::steady_clock::time_point polled_at_;

  std::thread poller_;
  redis::Subscriber subscriber_;  // last: it calls into all of the above, and ends first
};

}  // namespace

std::string position_key(const event_log::UnitId& unit) { return "projected:" + event_log::to_string(unit); }

std::unique_ptr<Positions> follow_positions(const std::string& redis_url, const std::string& database_url,
                                            Executor& executor) {
  return std::make_unique<FollowedPositions>(redis_url, database_url, executor);
}

}  // namespace frontdesk::projected
