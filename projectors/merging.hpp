#pragma once
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "projectors/projection.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// What a few cuts of units are to change, and each unit's dead aggregates afterwards (in the order of the cuts).
struct Merged {
  Batch batch;
  std::vector<std::set<std::string>> dead;
};

// Merges the cuts' events in memory. An event that cannot be projected becomes a dead letter, and so do those behind it
// of the same aggregate; with `dead_because` all of them do.
Merged merge(const std::vector<std::unique_ptr<Projection>>& projections, std::span<const Cut> cuts,
             const std::optional<std::string>& dead_because);

}  // namespace frontdesk::projectors
