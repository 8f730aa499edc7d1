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
  // Both must outlive it.
  BatchWriter(ReadModel& rows, const std::vector<std::unique_ptr<Projection>>& projections);

  struct Result {
    Written written;
    UnitOffsets positions;  // of the cuts' units, when it is done
  };
  // One transaction. Unless the outcome is `done`, nothing has changed. `dead_because`: the events are not projected
  // but become dead letters. Throws what ReadModel::write does.
  Result write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because);

 private:
  ReadModel& rows_;
  const std::vector<std::unique_ptr<Projection>>& projections_;
  BatchReport report_;
};

}  // namespace frontdesk::projectors
