#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "domain/identity/accounts.hpp"
#include "domain/identity/outside_users.hpp"
#include "domain/identity/sessions.hpp"
#include "domain/version.hpp"

namespace frontdesk::identity {

// What a unit needs to know of a context that lives in it (command-api/folds/unit_fold.hpp).
struct Context {
  using State = identity::State;
  static constexpr std::string_view name = events::context;
  static constexpr auto is_event = &events::is_event;
  static constexpr auto decode = &events::decode;

  // Of an aggregate by the kind and id of its subject (x-subject); nullopt: no kind of this context.
  static std::optional<std::uint64_t> version(const State& state, std::string_view kind, const std::string& id) {
    if (kind == "session") return domain::version_in(state.sessions, {id});
    if (kind == "account") return domain::version_in(state.accounts, {id});
    return std::nullopt;
  }

  static std::optional<events::Event> due(const State&, Instant) { return std::nullopt; }  // sessions end silently
};

}  // namespace frontdesk::identity
