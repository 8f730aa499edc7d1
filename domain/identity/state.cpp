#include "domain/identity/state.hpp"

#include "domain/identity/folds.hpp"

namespace frontdesk::identity {
namespace {

// Of the event's aggregate.
template <class Event>
std::uint64_t& version_after(State& state, const Event& event) {
  if constexpr (requires { event.session_id; }) {
    return session_of(state, event.session_id).version;
  } else {
    return account_of(state, event.user_id).version;
  }
}

}  // namespace

std::string folded(std::string_view email) {
  std::string text(email);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

void evolve(State& state, const events::Event& event) {
  std::visit(
      [&state](const auto& happened) {
        apply(state, happened);
        ++version_after(state, happened);
      },
      event);
}

}  // namespace frontdesk::identity
