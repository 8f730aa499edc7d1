#pragma once
#include "tests/support/deployment.hpp"

namespace frontdesk::demo {

// Plays an appointment against a running Frontdesk, from its booking to its completion, with what is written in its
// chat room meanwhile, and prints it. Throws std::runtime_error where anything is not as it is to be.
void play_appointment(const test_support::Deployment& deployment);

}  // namespace frontdesk::demo
