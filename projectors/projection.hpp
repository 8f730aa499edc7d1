#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/event_log/topics.hpp"

namespace pqxx {
class connection_base;
class transaction_base;
}  // namespace pqxx

namespace frontdesk::projectors {

// An accepted event and where it stands. The views live only during the call.
struct EventAt {
  const event_log::UnitId& unit;
  std::int64_t offset = 0;
  std::string_view type;
  int version = 1;
  std::string_view payload;
};

// A cache entry rendered from a row, without its position. `key` as readers know it ("queue:<id>").
struct CacheEntry {
  event_log::UnitId unit;
  std::string key;
  std::string json;
};

// Rows do not fit an event (a change of a row that is not there). The event goes to the dead letters.
struct Unprojectable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr const char* row_exists = "the row exists already";

// What a batch of events changes in the rows of one context: merged in memory, written by a few set-based statements.
// The outcome must not depend on how events are cut into batches. Used by one thread.
class Changes {
 public:
  virtual ~Changes() = default;
  // Takes the event in. Throws Unprojectable or events::Malformed, and then has taken nothing of it; whatever else it
  // throws is not the event's fault.
  virtual void apply(const EventAt& event) = 0;
  // Keys of the cache entries that write() will render, as far as events name them, with their units.
  virtual void touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const = 0;
  // Writes the rows; returns the touched cache entries as of now. Throws Unprojectable or what libpqxx throws.
  virtual std::vector<CacheEntry> write(pqxx::transaction_base& transaction) = 0;
};

// One context's read models: event → rows and cache keys. One folder a context.
class Projection {
 public:
  virtual ~Projection() = default;
  virtual bool knows(std::string_view type) const = 0;
  virtual std::unique_ptr<Changes> begin() const = 0;
  // Prepares the statements of write() and render() on a new connection.
  virtual void prepare(pqxx::connection_base& connection) const = 0;

  // The kinds of cache entry: keys are "<prefix><id>", rows lie in `table` under the primary key `id`.
  struct CacheKind {
    std::string prefix;
    std::string table;
  };
  virtual std::vector<CacheKind> cache_kinds() const = 0;
  // The unit in which the row with this id lives (ids are minted to land there).
  virtual event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const = 0;
  // Renders the entries of the rows with these ids from PostgreSQL; ids without a row are left out. `unit` of the
  // results is not set.
  virtual std::vector<CacheEntry> render(pqxx::transaction_base& transaction, const CacheKind& kind,
                                         const std::vector<std::string>& ids) const = 0;
};

}  // namespace frontdesk::projectors
