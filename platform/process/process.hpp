#pragma once
#include <chrono>
#include <functional>

#include "platform/config/config.hpp"

// The life of a service process: from main() to SIGTERM.
namespace frontdesk::process {

// main() of a service: blocks the stop signals before the first thread starts (so that every thread inherits the mask),
// ignores SIGPIPE, moves the wall clock by FRONTDESK_CLOCK_SHIFT (a rehearsal; refused in production), runs `serve` and
// turns what it throws into a line on stderr and an exit code: 2 for a setting that is missing or malformed, 1 for
// anything else.
int run(const char* service, const std::function<void(config::Environment& environment)>& serve);

// Blocks until SIGTERM or SIGINT. One thread of the process waits.
void await_stop_signal();
// Waits at most `patience`; true when a stop signal came.
bool stop_signal_within(std::chrono::milliseconds patience);

// Tries until it succeeds, every 300 ms; false when a stop signal came first. Only std::runtime_error is tried again.
// `what` names in the log what is waited for.
bool keep_trying(const char* what, const std::function<void()>& attempt);

}  // namespace frontdesk::process
