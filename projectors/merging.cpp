#include "projectors/merging.hpp"

#include "platform/event_log/topics.hpp"
#include "platform/units/records.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::projectors {
namespace {

using Projections = std::vector<std::unique_ptr<Projection>>;

// Empty, or why the event cannot be projected. Whatever else is thrown (no memory left, a fault of ours) is not the
// event's fault, and must not cost it its place for good.
std::string take(const Projections& projections, const event_log::UnitId& unit, const event_log::Record& record,
                 const units::EventView& event, Batch& batch) {
  batch.changes.resize(projections.size());
  for (std::size_t i = 0; i < projections.size(); ++i) {
    if (!projections[i]->knows(event.type)) continue;
    if (!batch.changes[i]) batch.changes[i] = projections[i]->begin();
    try {
      batch.changes[i]->apply({unit, record.offset, event.type, event.schema_version, event.payload});
      return {};
    } catch (const Unprojectable& unfit) {
      return unfit.what();
    } catch (const events::Malformed& malformed) {
      return malformed.what();
    }
  }
  return "no context knows this type";
}

// Returns the unit's dead aggregates afterwards.
std::set<std::string> merge_cut(const Projections& projections, const Cut& part,
                                const std::optional<std::string>& dead_because, Batch& batch) {
  std::set<std::string> dead = part.unit->dead;
  for (const event_log::Record* record : part.events) {
    const std::string aggregate(record->header(units::header::subject));
    const units::EventView event = units::event_of(*record);
    std::string error = dead.contains(aggregate) ? "behind a dead letter of its aggregate" : dead_because.value_or("");
    if (error.empty()) error = take(projections, part.unit->id, *record, event, batch);
    if (error.empty()) continue;
    dead.insert(aggregate);
    // What is on the identity topic (hashes) stays there; the offset finds it again.
    const bool restricted = part.unit->id.topic == event_log::identity_topic;
    batch.dead_letters.push_back({part.unit->id, record->offset, std::string(event.type), aggregate,
                                  restricted ? "" : std::string(event.payload), std::move(error)});
  }
  return dead;
}

}  // namespace

Merged merge(const Projections& projections, std::span<const Cut> cuts,
             const std::optional<std::string>& dead_because) {
  Merged merged;
  for (const Cut& part : cuts) {
    merged.batch.advances.push_back({part.unit->id, part.unit->position.next_offset, part.after, part.unit->touched});
    merged.dead.push_back(merge_cut(projections, part, dead_because, merged.batch));
  }
  return merged;
}

}  // namespace frontdesk::projectors
