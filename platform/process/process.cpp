#include "platform/process/process.hpp"

#include <signal.h>

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "platform/logging/log.hpp"
#include "platform/time/wall_clock.hpp"

namespace frontdesk::process {

namespace {
sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// A rehearsal of other days. Sessions, tokens and keys of retries would outlive their time by it.
void read_clock_shift(config::Environment& environment) {
  constexpr std::int64_t most_s = 999'999'999;
  const auto shift_s = environment.number("FRONTDESK_CLOCK_SHIFT", 0, -most_s, most_s);
  if (shift_s == 0) return;
  if (environment.production()) throw config::Invalid("FRONTDESK_CLOCK_SHIFT is not possible in production");
  shift_wall_clock(std::chrono::seconds(shift_s));
}
}  // namespace

int run(const char* service, const std::function<void(config::Environment&)>& serve) {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  try {
    config::Environment environment;
    read_clock_shift(environment);
    serve(environment);
    logging::info("stopped");
    return 0;
  } catch (const config::Invalid& invalid) {
    std::fprintf(stderr, "%s: %s\n", service, invalid.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", service, error.what());
    return 1;
  }
}

void await_stop_signal() {
  const auto signals = stop_signals();
  int received = 0;
  sigwait(&signals, &received);
}

bool stop_signal_within(std::chrono::milliseconds patience) {
  const auto signals = stop_signals();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
  const timespec pause{seconds.count(), std::chrono::nanoseconds(patience - seconds).count()};
  return sigtimedwait(&signals, nullptr, &pause) > 0;
}

bool keep_trying(const char* what, const std::function<void()>& attempt) {
  constexpr std::chrono::milliseconds pause(300);
  do {
    try {
      attempt();
      return true;
    } catch (const std::runtime_error& error) {
      logging::warn("not yet there", {{"what", what}, {"error", error.what()}});
    }
  } while (!stop_signal_within(pause));
  return false;
}

}  // namespace frontdesk::process
