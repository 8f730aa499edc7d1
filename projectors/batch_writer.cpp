#include "projectors/batch_writer.hpp"

#include "projectors/merging.hpp"

namespace frontdesk::projectors {
namespace {

// Beyond, naming the touched keys costs more than refreshing all.
constexpr std::size_t touched_keys_max = 2000;

}  // namespace

BatchWriter::BatchWriter(ReadModel& rows, const std::vector<std::unique_ptr<Projection>>& projections)
    : rows_(rows), projections_(projections) {}

BatchWriter::Result BatchWriter::write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because) {
  auto [batch, dead] = merge(projections_, cuts, dead_because);
  Result result{rows_.write(batch), {}};
  if (result.written.outcome != Written::Outcome::done) return result;
  report_.written(cuts, batch.dead_letters);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    UnitRead& unit = *cuts[i].unit;
    passed(cuts[i]);
    unit.dead = std::move(dead[i]);
    unit.touched = std::move(batch.advances[i].touched);
    if (unit.touched.size() > touched_keys_max) unit.touched = {every_key};
    result.positions[unit.id] = unit.position.next_offset;
  }
  return result;
}

}  // namespace frontdesk::projectors
