#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
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

class Rows;

// One context's read models: what its events do to its rows. Used by one thread, for one schema: the rows that it
// remembers are those of that schema.
class Projection {
 public:
  virtual ~Projection() = default;
  virtual bool knows(std::string_view type) const = 0;
  // Takes the event into the rows. Throws Unprojectable or events::Malformed, and then has taken nothing of it; nor has
  // it when the rows want others to be loaded first. The outcome must not depend on how events are cut into batches.
  virtual void project(const EventAt& event) = 0;
  // Takes nothing of it, but says which rows it wants.
  virtual void ask(const EventAt& event) = 0;
  virtual Rows& rows() = 0;
  // The unit in which the row with this id lives (ids are minted to land there).
  virtual event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const = 0;
};

using Projections = std::vector<std::unique_ptr<Projection>>;

}  // namespace frontdesk::projectors
