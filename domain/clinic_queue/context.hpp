#pragma once
#include <optional>
#include <string_view>

#include "domain/clinic_queue/decider.hpp"

namespace frontdesk::clinic_queue {

// What a unit needs to know of a context that lives in it (command-api/folds/unit_fold.hpp).
struct Context {
  using State = clinic_queue::State;
  static constexpr std::string_view name = events::context;
  static constexpr auto is_event = &events::is_event;
  static constexpr auto decode = &events::decode;

  std::optional<events::Event> due(const State& state, Instant now) const {
    return clinic_queue::due(state, now, *calendar, mint_queue_id);
  }

  const Calendar* calendar;
  MintQueueId mint_queue_id;
};

}  // namespace frontdesk::clinic_queue
