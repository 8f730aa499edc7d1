#pragma once
#include <variant>

#include "domain/clinic_queue/clinics.hpp"
#include "domain/clinic_queue/queues.hpp"
#include "domain/clinic_queue/tokens.hpp"

namespace frontdesk::clinic_queue {

// Any of them, for tables and for histories made at random.
using Command = std::variant<CreateClinic, ClaimPlace, ChangeClinic, OpenQueue, TakeToken, CallNext, SkipToken,
                             StartToken, CompleteToken, ReturnToken, SetQueueActive>;

inline Decision decide(const State& state, const Command& command) {
  return std::visit([&state](const auto& asked) { return decide(state, asked); }, command);
}

}  // namespace frontdesk::clinic_queue
