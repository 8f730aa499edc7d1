#pragma once
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "projectors/projection.hpp"
#include "projectors/read_model.hpp"
#include "projectors/units_read.hpp"

namespace frontdesk::projectors {

// What a few cuts of units are to change besides rows, and each unit's dead aggregates afterwards (in the order of the
// cuts).
struct Merged {
  Batch batch;
  std::vector<std::set<std::string>> dead;
};

// Takes the cuts' events into the projections' rows. An event that cannot be projected becomes a dead letter, and so do
// those behind it of the same aggregate; with `dead_because` all of them do. `load` is called when rows are wanted that
// are not in memory: once, as a rule, for all events of the cuts.
Merged merge(const Projections& projections, std::span<const Cut> cuts, const std::optional<std::string>& dead_because,
             const std::function<void()>& load);

}  // namespace frontdesk::projectors
