#include "tests/bench/clinic_loads.hpp"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <thread>

#include "tests/support/websocket_client.hpp"

namespace frontdesk::bench {
namespace {

using namespace test_support;
using Clock = std::chrono::steady_clock;

Measured run_measured(const HttpLoad& load, const InstanceProcesses& instance) {
  const auto before = instance.used();
  auto measured = run(load);
  measured.server_cpu_ms = difference(instance.used(), before);
  return measured;
}

// A screen in a waiting room: waits until the room's update says `number`.
void await_number(WebSocketClient& screen, std::int64_t number) {
  const auto deadline = Clock::now() + std::chrono::seconds(10);
  while (Clock::now() < deadline && !screen.ended()) {
    const auto frame = screen.receive(std::chrono::milliseconds(500));
    if (!frame) continue;
    const auto json = Json::parse(*frame);
    if (json["event"].text() != "queue:status_update") continue;
    if (json["data"]["currentTokenNo"].number() >= number) return;
  }
  throw std::runtime_error("no screen was told that number " + std::to_string(number) + " was called");
}

void await_answer(WebSocketClient& desk, std::int64_t id) {
  while (const auto frame = desk.receive(std::chrono::seconds(10))) {
    const auto json = Json::parse(*frame);
    if (json["id"].number() != id) continue;
    if (!json["data"]["success"].boolean()) throw std::runtime_error("a call was refused: " + *frame);
    return;
  }
  throw std::runtime_error("a call was not answered");
}

}  // namespace

HttpLoad load_on(const Deployment& deployment, std::string name, std::size_t clients,
                 std::chrono::milliseconds duration) {
  HttpLoad load;
  load.name = std::move(name);
  load.host = deployment.host;
  load.port = deployment.edge_port;
  load.clients = clients;
  load.duration = duration;
  return load;
}

ClinicDays::ClinicDays(const Deployment& deployment, std::size_t patient_count, std::size_t queues)
    : deployment_(deployment) {
  ClinicClient client(deployment);
  admin_ = administrator(deployment, client);
  patients_ = test_support::patients(deployment, patient_count);
  for (std::size_t i = 0; i < queues; ++i) {
    queue_ids_.push_back(
        open_queue(client, admin_, create_clinic(client, admin_), static_cast<int>(patient_count + 1)));
  }
}

Measured take_tokens(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                     std::size_t first_queue, std::size_t queues, std::size_t queues_at_once,
                     std::chrono::milliseconds duration) {
  auto load = load_on(days.deployment(), "token takes, " + std::to_string(clients) + " clients", clients, duration);
  load.expected_status = 201;
  std::vector<std::size_t> taken(clients, 0);
  load.next = [&](std::size_t client) -> std::optional<std::string> {
    const auto turn = taken[client]++;
    if (turn >= queues) return std::nullopt;
    const auto block = turn / queues_at_once * queues_at_once;
    const auto queue = first_queue + block + (turn + client) % std::min(queues_at_once, queues - block);
    return http_request("/api/tokens", days.patients()[client].access_token,
                        R"({"queueId":")" + days.queue_ids()[queue] + R"("})");
  };
  return run_measured(load, instance);
}

Measured read_statuses(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                       std::size_t queues, std::chrono::milliseconds duration) {
  auto load = load_on(days.deployment(), "status reads, " + std::to_string(clients) + " clients", clients, duration);
  std::size_t turn = 0;
  load.next = [&](std::size_t client) {
    return http_request("/api/queues/" + days.queue_ids()[turn++ % queues] + "/status",
                        days.patients()[client].access_token);
  };
  return run_measured(load, instance);
}

Measured read_statuses_at_leisure(const ClinicDays& days, const InstanceProcesses& instance,
                                  std::chrono::milliseconds duration) {
  constexpr auto pause = std::chrono::milliseconds(4);
  ClinicClient client(days.deployment());
  const auto target = "/api/queues/" + days.queue_ids().front() + "/status";
  Measured measured;
  measured.name = "status reads, one every 4 ms";
  const auto before = instance.used();
  const auto start = Clock::now();
  while (Clock::now() - start < duration) {
    const auto asked = Clock::now();
    const auto read = client.get(target, days.staff().access_token);
    if (read.status != 200) throw std::runtime_error("status: " + read.body);
    measured.latencies_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
    std::this_thread::sleep_for(pause);
  }
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.operations = measured.latencies_ms.size();
  measured.server_cpu_ms = difference(instance.used(), before);
  return measured;
}

Measured read_statuses_beside_logins(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                                     std::chrono::milliseconds duration) {
  // Logins begin before the first read and end after the last.
  constexpr std::chrono::milliseconds lead{300};
  auto logins = load_on(days.deployment(), "logins", clients, duration + 2 * lead);
  logins.next = [&days](std::size_t client) {
    const auto& patient = days.patients()[client];
    return http_request("/api/auth/login", {},
                        R"({"email":")" + patient.email + R"(","password":")" + patient.password + R"("})");
  };
  auto done = std::async(std::launch::async, [&logins] { return run(logins); });
  std::this_thread::sleep_for(lead);
  auto measured = read_statuses_at_leisure(days, instance, duration);
  const auto logged_in = done.get().operations;
  measured.name += ", " + std::to_string(clients) + " clients log in (" + std::to_string(logged_in) + " logins)";
  return measured;
}

Measured call_to_push(const ClinicDays& days, const InstanceProcesses& instance, std::size_t first_queue,
                      std::size_t queues, std::size_t calls_per_queue, std::chrono::milliseconds pause) {
  WebSocketClient desk(days.deployment().websocket_url("/?token=" + days.staff().access_token));
  std::vector<WebSocketClient> screens;
  for (std::size_t i = 0; i < queues; ++i) {
    screens.emplace_back(days.deployment().websocket_url("/?token=" + days.patients().front().access_token));
    screens.back().send_event("join-queue", "\"" + days.queue_ids()[first_queue + i] + "\"");
    await_number(screens.back(), 0);
  }
  Measured measured;
  measured.name = "call -> push, one call at a time";
  std::int64_t id = 0;
  const auto before = instance.used();
  const auto generator = processor_ms_of(0);
  const auto start = Clock::now();
  for (std::size_t number = 1; number <= calls_per_queue; ++number) {
    for (std::size_t i = 0; i < queues; ++i) {
      const auto called = Clock::now();
      desk.send_event("queue:call_next", "\"" + days.queue_ids()[first_queue + i] + "\"", std::to_string(++id));
      await_number(screens[i], static_cast<std::int64_t>(number));
      measured.latencies_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - called).count());
      await_answer(desk, id);
      std::this_thread::sleep_for(pause);
    }
  }
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.operations = measured.latencies_ms.size();
  measured.generator_cpu_ms = processor_ms_of(0) - generator;
  measured.server_cpu_ms = difference(instance.used(), before);
  return measured;
}

Measured idle(const InstanceProcesses& instance, std::chrono::milliseconds duration) {
  Measured measured;
  measured.name = "idle, a second";
  const auto before = instance.used();
  std::this_thread::sleep_for(duration);
  measured.server_cpu_ms = difference(instance.used(), before);
  measured.seconds = std::chrono::duration<double>(duration).count();
  measured.operations = static_cast<std::size_t>(measured.seconds);
  return measured;
}

}  // namespace frontdesk::bench
