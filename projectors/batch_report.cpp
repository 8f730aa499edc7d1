#include "projectors/batch_report.hpp"

#include "platform/logging/log.hpp"

namespace frontdesk::projectors {

void BatchReport::written(std::span<const Cut> cuts, const std::vector<DeadLetter>& dead_letters) {
  std::size_t events = 0;
  for (const Cut& part : cuts) {
    events += part.events.size();
    if (part.void_records == 0) continue;
    void_records_.add(static_cast<double>(part.void_records));
    logging::warn("void records", {{"unit", to_string(part.unit->id)}, {"count", std::to_string(part.void_records)}});
  }
  for (const DeadLetter& letter : dead_letters) {
    logging::error("event not projected", {{"unit", to_string(letter.unit)},
                                           {"offset", std::to_string(letter.offset)},
                                           {"type", letter.type},
                                           {"aggregate", letter.aggregate}});
  }
  dead_letters_.add(static_cast<double>(dead_letters.size()));
  batches_.add();
  events_.add(static_cast<double>(events));
  batch_events_.set(static_cast<double>(events));
}

}  // namespace frontdesk::projectors
