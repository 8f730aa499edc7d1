#pragma once
#include <optional>
#include <string_view>

#include "domain/identity/decider.hpp"

namespace frontdesk::identity {

// What a unit needs to know of a context that lives in it (command-api/folds/unit_fold.hpp).
struct Context {
  using State = identity::State;
  static constexpr std::string_view name = events::context;
  static constexpr auto is_event = &events::is_event;
  static constexpr auto decode = &events::decode;

  static std::optional<events::Event> due(const State&, Instant) { return std::nullopt; }  // sessions end silently
};

}  // namespace frontdesk::identity
