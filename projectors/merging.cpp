#include "projectors/merging.hpp"

#include <algorithm>

#include "platform/event_log/topics.hpp"
#include "platform/units/records.hpp"
#include "projectors/table_rows.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::projectors {
namespace {

struct Item {
  std::size_t cut;
  const event_log::Record* record;
};

class Merging {
 public:
  Merging(const Projections& projections, std::span<const Cut> cuts, const std::optional<std::string>& dead_because)
      : projections_(projections), cuts_(cuts), dead_because_(dead_because) {
    for (const Cut& part : cuts) {
      merged_.batch.advances.push_back(
          {part.unit->id, part.unit->table, part.unit->position.next_offset, part.after, part.unit->touched});
      merged_.dead.push_back(part.unit->dead);
    }
  }

  Merged run(const std::function<void()>& load) {
    std::vector<Item> items;
    for (std::size_t i = 0; i < cuts_.size(); ++i) {
      for (const event_log::Record* record : cuts_[i].events) items.push_back({i, record});
    }
    for (std::size_t next = 0; next < items.size();) {
      next += take(items[next]) ? 1 : 0;
      if (!wants()) continue;
      // Nothing is taken any more until the rows are there: the rest only says what it wants, too.
      for (std::size_t later = next + 1; later < items.size(); ++later) ask(items[later]);
      load();
    }
    return std::move(merged_);
  }

 private:
  bool wants() const {
    return std::ranges::any_of(projections_, [](const auto& projection) { return projection->rows().wants(); });
  }

  std::string aggregate_of(const Item& item) const { return std::string(item.record->header(units::header::subject)); }

  // False: rows are missing, nothing is done.
  bool take(const Item& item) {
    const units::EventView event = units::event_of(*item.record);
    std::string aggregate = aggregate_of(item);
    auto& dead = merged_.dead[item.cut];
    std::string error = dead.contains(aggregate) ? "behind a dead letter of its aggregate" : dead_because_.value_or("");
    if (error.empty()) {
      error = project(item, event);
      if (wants()) return false;
    }
    if (error.empty()) return true;
    dead.insert(aggregate);
    // What is on the identity topic (hashes) stays there; the offset finds it again.
    const auto& unit = cuts_[item.cut].unit->id;
    const bool restricted = unit.topic == event_log::identity_topic;
    merged_.batch.dead_letters.push_back({unit, item.record->offset, std::string(event.type), std::move(aggregate),
                                          restricted ? "" : std::string(event.payload), std::move(error)});
    return true;
  }

  void ask(const Item& item) {
    if (dead_because_ || merged_.dead[item.cut].contains(aggregate_of(item))) return;
    const units::EventView event = units::event_of(*item.record);
    for (const auto& projection : projections_) {
      if (projection->knows(event.type)) projection->ask(at(item, event));
    }
  }

  // Empty, or why the event cannot be projected.
  std::string project(const Item& item, const units::EventView& event) {
    try {
      for (const auto& projection : projections_) {
        if (!projection->knows(event.type)) continue;
        projection->project(at(item, event));
        return {};
      }
      return "no context knows this type";
    } catch (const Unprojectable& error) {
      return error.what();
    } catch (const events::Malformed& error) {
      return error.what();
    }
  }

  EventAt at(const Item& item, const units::EventView& event) const {
    return {cuts_[item.cut].unit->id, item.record->offset, event.type, event.schema_version, event.payload};
  }

  const Projections& projections_;
  const std::span<const Cut> cuts_;
  const std::optional<std::string>& dead_because_;
  Merged merged_;
};

}  // namespace

Merged merge(const Projections& projections, std::span<const Cut> cuts, const std::optional<std::string>& dead_because,
             const std::function<void()>& load) {
  return Merging(projections, cuts, dead_because).run(load);
}

}  // namespace frontdesk::projectors
