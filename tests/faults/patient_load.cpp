#include "tests/faults/patient_load.hpp"

#include <chrono>
#include <stdexcept>

namespace frontdesk::test_support {

namespace {
bool says_readable(const Answered& answer) { return answer.header("frontdesk-projection") != "pending"; }
bool still_has_one(const Answered& answer) {
  return answer.status == 400 && answer.json()["message"].text() == "You already have an active token";
}
}  // namespace

PatientLoad::PatientLoad(const Deployment& deployment, const ClinicDay& day, Notes& notes)
    : deployment_(deployment), day_(day), notes_(notes) {}

void PatientLoad::add(const Person& person, Habit habit) {
  threads_.emplace_back([this, &person, habit] { run(person, habit); });
}

void PatientLoad::stop() {
  stop_ = true;
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void PatientLoad::run(const Person& person, Habit habit) {
  constexpr std::chrono::milliseconds before_asking_again{20};
  while (!stop_) {
    const auto taken = until_told(person, "POST", "/api/tokens", day_.take_body());
    if (habit == Habit::waits_for_a_call && still_has_one(taken)) {
      std::this_thread::sleep_for(before_asking_again);
      continue;
    }
    if (taken.status != 201) return notes_.surprise("take", taken);
    const auto id = taken.json()["data"]["id"].text();
    {
      const std::lock_guard lock(mutex_);
      taken_.insert(id);
    }
    if (habit == Habit::waits_for_a_call) continue;
    if (says_readable(taken)) expect_read(person, id);
    if (!give_back(person, id)) return;
  }
}

bool PatientLoad::give_back(const Person& person, const std::string& token_id) {
  const auto deleted = until_told(person, "DELETE", "/api/tokens/" + token_id, "");
  if (deleted.status != 200) {
    notes_.surprise("delete", deleted);
    return false;
  }
  const std::lock_guard lock(mutex_);
  given_back_.insert(token_id);
  return true;
}

// Whoever reads may be away for a moment; what it says is not older than the answered command.
void PatientLoad::expect_read(const Person& person, const std::string& token_id) {
  Answered read;
  try {
    ClinicClient client(deployment_);
    read = client.get("/api/tokens/" + person.id, person.access_token);
  } catch (const std::runtime_error&) {
    return;
  }
  if (read.status == 503) return;
  if (read.status != 200) return notes_.surprise("read", read);
  ++reads_;
  if (read.json()["data"]["id"].text() != token_id) notes_.stale(token_id + " is not in " + read.body);
}

// Retries with the same key on 503 and on broken connections, as the contract tells clients to.
Answered PatientLoad::until_told(const Person& person, const std::string& method, const std::string& target,
                                 const std::string& body) {
  const auto key = unique_name("command");
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(90);
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      ClinicClient client(deployment_);
      const auto answer = client.send(method, target, body, person.access_token, {{"Idempotency-Key", key}});
      if (answer.status != 503) return answer;
    } catch (const std::runtime_error&) {
      // A closed connection says nothing about the command; the keyed retry does.
    }
    ++retries_;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return {0, "never answered", {}};
}

}  // namespace frontdesk::test_support
