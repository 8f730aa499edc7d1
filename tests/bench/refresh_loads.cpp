#include "tests/bench/refresh_loads.hpp"

#include <future>
#include <stdexcept>
#include <thread>

#include "tests/support/crowd.hpp"

namespace frontdesk::bench {
namespace {

using namespace test_support;
using Clock = std::chrono::steady_clock;

constexpr std::size_t clients_logging_in = 16;

std::string refresh_token_in(const std::string& answer) {
  constexpr std::string_view member = R"("refreshToken":")";
  constexpr std::size_t digits = 128;
  const auto found = answer.find(member);
  if (found == std::string::npos) throw std::runtime_error("no refresh token in " + answer);
  return answer.substr(found + member.size(), digits);
}

}  // namespace

LoggedInDevices::LoggedInDevices(const ClinicDays& days, std::size_t count) {
  auto logins = load_on(days.deployment(), "logins", clients_logging_in, std::chrono::hours(1));
  std::size_t asked = 0;
  logins.next = [&](std::size_t) -> std::optional<std::string> {
    if (asked == count) return std::nullopt;
    const auto& patient = days.patients()[asked++ % days.patients().size()];
    return http_request("/api/auth/login", {},
                        R"({"email":")" + patient.email + R"(","password":")" + patient.password + R"("})");
  };
  logins.answered = [this](std::size_t, const std::string& answer) {
    refresh_tokens_.push_back(refresh_token_in(answer));
  };
  run(logins);
}

std::string LoggedInDevices::refresh_request(std::size_t device) const {
  return http_request("/api/auth/refresh-token", {}, R"({"refreshToken":")" + refresh_tokens_[device] + R"("})");
}

void LoggedInDevices::refreshed(std::size_t device, const std::string& answer) {
  refresh_tokens_[device] = refresh_token_in(answer);
}

Measured take_tokens_at_leisure(const ClinicDays& days, const InstanceProcesses& instance, std::size_t first_queue,
                                std::chrono::milliseconds duration) {
  constexpr auto pause = std::chrono::milliseconds(10);
  constexpr std::size_t connections = 16;  // in turn, so that a slow take does not hold up the next ones by itself
  const auto count = static_cast<std::size_t>(duration / pause);
  Measured measured;
  measured.name = "token takes, one every 10 ms";
  measured.operations = count;
  measured.latencies_ms.resize(count);
  const auto before = instance.used();
  const auto start = Clock::now();
  const auto take_in_turn = [&](std::size_t connection) {
    ClinicClient client(days.deployment());
    for (auto turn = connection; turn < count; turn += connections) {
      const auto due = start + turn * pause;
      std::this_thread::sleep_until(due);
      const auto& queue = days.queue_ids().at(first_queue + turn / days.patients().size());
      const auto taken = client.post("/api/tokens", R"({"queueId":")" + queue + R"("})",
                                     days.patients()[turn % days.patients().size()].access_token);
      if (taken.status != 201) throw std::runtime_error("a take: " + taken.body);
      measured.latencies_ms[turn] = std::chrono::duration<double, std::milli>(Clock::now() - due).count();
    }
  };
  const auto failure = all_at_once(
      connections, [](std::size_t) {}, take_in_turn);
  if (!failure.empty()) throw std::runtime_error(failure);
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.server_cpu_ms = difference(instance.used(), before);
  return measured;
}

BesideRefreshes take_tokens_beside_refreshes(const ClinicDays& days, const InstanceProcesses& instance,
                                             std::size_t first_queue, LoggedInDevices& devices,
                                             std::chrono::milliseconds duration) {
  const auto who = std::to_string(devices.count()) + " devices";
  auto storm = load_on(days.deployment(), "refreshes, " + who + " at once", devices.count(), duration);
  storm.may_be_sent_away = true;
  storm.next = [&devices](std::size_t device) { return devices.refresh_request(device); };
  storm.answered = [&devices](std::size_t device, const std::string& answer) { devices.refreshed(device, answer); };
  auto done = std::async(std::launch::async, [&storm] { return run(storm); });
  BesideRefreshes both;
  both.takes = take_tokens_at_leisure(days, instance, first_queue, duration);
  both.takes.name += ", while " + who + " refresh";
  both.refreshes = done.get();
  both.refreshes.name += " (" + std::to_string(both.refreshes.sent_away) + " sent away, to come again)";
  return both;
}

}  // namespace frontdesk::bench
