#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/http_load.hpp"
#include "tests/bench/measured.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/support/clinic_client.hpp"

namespace frontdesk::bench {

// Queues of today and patients who have tokens to take, made through the public API. They stay in the instance: a log
// forgets nothing.
class ClinicDays {
 public:
  ClinicDays(const test_support::Deployment& deployment, std::size_t patients, std::size_t queues);

  const test_support::Deployment& deployment() const { return deployment_; }
  const test_support::Person& staff() const { return admin_; }  // may call in every queue
  const std::vector<test_support::Person>& patients() const { return patients_; }
  const std::vector<std::string>& queue_ids() const { return queue_ids_; }

 private:
  test_support::Deployment deployment_;
  test_support::Person admin_;
  std::vector<test_support::Person> patients_;
  std::vector<std::string> queue_ids_;
};

// Every patient takes a token as soon as the last one is confirmed, through the edge. `queues_at_once` of the queues
// from `first_queue` on are in use at a time; when each patient has a token in each of those, the next ones follow.
Measured take_tokens(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                     std::size_t first_queue, std::size_t queues, std::size_t queues_at_once,
                     std::chrono::milliseconds duration);

Measured read_statuses(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                       std::size_t queues, std::chrono::milliseconds duration);

// One reader with a pause between reads, so that it is no load itself: what somebody else's load does to it.
Measured read_statuses_at_leisure(const ClinicDays& days, const InstanceProcesses& instance,
                                  std::chrono::milliseconds duration);
// The same while `clients` clients log in and do nothing else. Throws std::runtime_error when a login fails.
Measured read_statuses_beside_logins(const ClinicDays& days, const InstanceProcesses& instance, std::size_t clients,
                                     std::chrono::milliseconds duration);

// Staff call the next patient on one WebSocket; timed until a screen on another connection hears the new number.
Measured call_to_push(const ClinicDays& days, const InstanceProcesses& instance, std::size_t first_queue,
                      std::size_t queues, std::size_t calls_per_queue, std::chrono::milliseconds pause);

// What the processes use while nothing happens. An operation is a second.
Measured idle(const InstanceProcesses& instance, std::chrono::milliseconds duration);

// A load on the edge that says nothing yet.
HttpLoad load_on(const test_support::Deployment& deployment, std::string name, std::size_t clients,
                 std::chrono::milliseconds duration);

}  // namespace frontdesk::bench
