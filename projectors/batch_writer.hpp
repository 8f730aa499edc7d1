#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "projectors/batch_report.hpp"
#include "projectors/caches.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// One batch: its events into the rows, the units past its records. Used by one thread.
class BatchWriter {
 public:
  // Both must outlive it. `for_caches`: somebody keeps caches of the rows.
  BatchWriter(ReadModel& rows, const Projections& projections, bool for_caches);

  struct Result {
    Written written;
    // When it is done:
    UnitOffsets positions;            // of the cuts' units
    std::vector<CacheEntry> entries;  // of the rows that have changed, for caches
  };
  // One transaction. Unless the outcome is `done`, nothing has changed, and no row is remembered. `dead_because`: the
  // events are not projected but become dead letters. Throws what ReadModel::write does; forget() then.
  Result write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because);
  // What is in PostgreSQL is not known any more.
  void forget();

 private:
  ReadModel& rows_;
  const Projections& projections_;
  const bool for_caches_;
  BatchReport report_;
};

}  // namespace frontdesk::projectors
