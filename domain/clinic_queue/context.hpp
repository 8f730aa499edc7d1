#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/clinic_queue/clinics.hpp"
#include "domain/clinic_queue/queues.hpp"
#include "domain/clinic_queue/tokens.hpp"
#include "domain/version.hpp"

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

  // Of an aggregate by the kind and id of its subject (x-subject); nullopt: no kind of this context.
  static std::optional<std::uint64_t> version(const State& state, std::string_view kind, const std::string& id) {
    if (kind == "queue") return domain::version_in(state.queues, {id});
    if (kind == "clinic") return domain::version_in(state.clinics, {id});
    if (kind == "place") return domain::version_in(state.places, id);
    return std::nullopt;
  }

  const Calendar* calendar;
  MintQueueId mint_queue_id;
};

}  // namespace frontdesk::clinic_queue
