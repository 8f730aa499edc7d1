#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "command-api/deployment.hpp"
#include "command-api/folds/folds.hpp"
#include "platform/http/message.hpp"
#include "platform/units/command.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

using RequestPtr = std::shared_ptr<const http::Request>;

// Calls `handle` for an authenticated caller who `may`; says 401 for anybody else and 503 when no store can say.
using May = std::function<bool(const auth::Caller& caller)>;
using Handle = std::function<void(const RequestPtr& request, const auth::Caller& caller, http::Respond respond)>;
http::Handler authenticated(const Deployment& deployment, May may, Handle handle);

// The words of contract 004 for a decider's refusal; `unexpected` for a code that has none.
std::string_view words_of(std::string_view refusal);
// 400 with these words; a refusal `unauthorized` or `account_disabled` is 401.
http::Response refusal_answer(std::string_view refusal);

// The caller as the deciders know who acts for a clinic.
clinic_queue::Staff staff_of(const auth::Caller& caller);

// Decides a command of a context on the unit's state; `at` is the unit's time.
template <class Context, class Command>
std::function<units::Decided(const units::Fold&, Instant)> on(Command command) {
  return [command = std::move(command)](const units::Fold& fold, Instant at) mutable {
    command.at = at;
    return decided(decide(fold.of<Context>(), command));
  };
}

// The event of an accepted answer. An answer's event is always one that this build has appended or folded.
template <class Event>
Event event_of(const units::Answer& answer) {
  const auto& view = *answer.event;
  if (view.type != Event::type) throw std::logic_error("the answer is another event: " + std::string(view.type));
  return Event::decode(view.schema_version, view.payload);
}

}  // namespace frontdesk::command_api::clinic_queue_facade
