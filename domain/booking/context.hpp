#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/booking/appointments.hpp"
#include "domain/booking/care_rooms.hpp"
#include "domain/booking/messages.hpp"
#include "domain/version.hpp"

namespace frontdesk::booking {

// What a unit needs to know of a context that lives in it (command-api/folds/unit_fold.hpp).
struct Context {
  using State = booking::State;
  static constexpr std::string_view name = events::context;
  static constexpr auto is_event = &events::is_event;
  static constexpr auto decode = &events::decode;

  static std::optional<events::Event> due(const State& state, Instant now) { return booking::due(state, now); }

  static std::optional<std::uint64_t> version(const State& state, std::string_view kind, const std::string& id) {
    if (kind == "appointment") return domain::version_in(state.appointments, {id});
    return std::nullopt;
  }
};

}  // namespace frontdesk::booking
