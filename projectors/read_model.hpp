#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/units/acceptance.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors {

// A unit's row of projection_position.
struct StoredUnit {
  units::Position position;
  std::vector<std::string> touched;  // cache keys that Redis may not hold as of this position
  bool cache_ok = true;
  std::int64_t table = 0;  // which it is a row of: a rebuild makes another, with the same positions
};

// In StoredUnit::touched: too many to name, so any key of the unit.
inline constexpr const char* every_key = "*";

class TableRows;

struct DeadLetter {
  event_log::UnitId unit;
  std::int64_t offset = 0;
  std::string type;
  std::string aggregate;
  std::string payload;
  std::string error;
};

// One unit's step within a batch, from the offset that its row must still say.
struct Advance {
  event_log::UnitId unit;
  std::int64_t table = 0;  // as in StoredUnit
  std::int64_t from_offset = 0;
  units::Position to;
  std::vector<std::string> touched;  // of earlier batches, not yet known to be in Redis; write() adds this batch's
};

struct Batch {
  std::vector<Advance> advances;
  std::vector<DeadLetter> dead_letters;
};

struct Written {
  enum class Outcome {
    done,
    taken_by_other,  // a position is not the expected one: another projector has the unit. Nothing was written.
    unprojectable,   // some event of the batch does not fit the rows; `error` says why. Nothing was written.
  } outcome = Outcome::done;
  std::string error;
};

// The rows of one read schema, which exists (ReadSchemas). Every member may throw postgres::Unavailable or another
// std::exception: PostgreSQL is away, or the schema is gone. Then load() again, for ever: the rows say where to go on.
// Used by one thread.
class ReadModel {
 public:
  // The projections must outlive it.
  ReadModel(std::string database_url, std::string schema, const Projections& projections);
  ~ReadModel();

  // Where the units stand. A unit without a row gets one.
  std::map<event_log::UnitId, StoredUnit> load(const std::vector<event_log::UnitId>& units);
  // Unit and aggregate of every dead letter.
  std::vector<std::pair<event_log::UnitId, std::string>> dead_aggregates();

  // Reads the rows that the projections want.
  void load_wanted();
  // The batch and what the projections' rows have changed, in one transaction. Fills in the `touched` of each advance.
  Written write(Batch& batch);

  struct CacheState {
    event_log::UnitId unit;
    std::int64_t next_offset = 0;  // that the row must still say
    std::vector<std::string> touched;
    bool cache_ok = true;
  };
  // False when a row has moved on: another projector has the unit.
  bool store_cache_state(const std::vector<CacheState>& states);

  // Renders cache entries from the rows. Units are not set.
  std::vector<CacheEntry> render(const std::vector<std::string>& keys);
  // Renders all entries of a table, page by page in the order of ids: those after `after`, at most 500.
  struct Page {
    std::vector<CacheEntry> entries;
    std::string last_id;  // empty: there was nothing left
  };
  Page render_page(const TableRows& table, const std::string& after);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::projectors
