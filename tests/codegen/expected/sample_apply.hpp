// Generated from schemas/sample: change the schemas, not this file.
#pragma once
#include "events/sample.hpp"

namespace frontdesk::sample {

struct State;

// How each event changes the state of its context. Written by hand in domain/sample, beside the decision that
// makes the event; the linker misses one that is not. They throw domain::Unfoldable on an event that does not fit.
void apply(State& state, const events::LampBroken& event);
void apply(State& state, const events::LampLit& event);

}  // namespace frontdesk::sample
