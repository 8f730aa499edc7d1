#include "projectors/batch_writer.hpp"

#include "projectors/merging.hpp"
#include "projectors/table_rows.hpp"

namespace frontdesk::projectors {
namespace {

// Beyond, naming the touched keys costs more than refreshing all.
constexpr std::size_t touched_keys_max = 2000;

}  // namespace

BatchWriter::BatchWriter(ReadModel& rows, const Projections& projections, bool for_caches)
    : rows_(rows), projections_(projections), for_caches_(for_caches) {}

BatchWriter::Result BatchWriter::write(std::span<const Cut> cuts, const std::optional<std::string>& dead_because) {
  auto [batch, dead] = merge(projections_, cuts, dead_because, [this] { rows_.load_wanted(); });
  Result result{rows_.write(batch), {}, {}};
  if (result.written.outcome != Written::Outcome::done) {
    forget();
    return result;
  }
  for (const auto& projection : projections_) {
    for (const TableRows* table : projection->rows().tables()) {
      if (for_caches_) table->changed_entries(result.entries);
    }
    projection->rows().written();
  }
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

void BatchWriter::forget() {
  for (const auto& projection : projections_) projection->rows().forget();
}

}  // namespace frontdesk::projectors
