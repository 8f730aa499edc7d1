#include "tests/support/clinic_client.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace frontdesk::test_support {

namespace {
Answered must(const Answered& answered, int status, const std::string& what) {
  if (answered.status != status) {
    throw std::runtime_error(what + ": " + std::to_string(answered.status) + " " + answered.body);
  }
  return answered;
}

ClinicClient::Observer& observer_of_all() {
  static ClinicClient::Observer observer;
  return observer;
}

constexpr auto password = "correct horse";
}  // namespace

std::string Answered::header(const std::string& lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

ClinicClient::ClinicClient(const Deployment& deployment) : ClinicClient(deployment, deployment.edge_port) {}

ClinicClient::ClinicClient(const Deployment& deployment, std::uint16_t port)
    : client_(std::make_shared<http::Client>(deployment.host, port)), through_edge_(port == deployment.edge_port) {}

void ClinicClient::observe(Observer observer) { observer_of_all() = std::move(observer); }

Answered ClinicClient::get(const std::string& target, const std::string& token, Headers headers) {
  return send("GET", target, {}, token, std::move(headers));
}

Answered ClinicClient::post(const std::string& target, const std::string& body, const std::string& token,
                            Headers headers) {
  return send("POST", target, body, token, std::move(headers));
}

Answered ClinicClient::send(const std::string& method, const std::string& target, const std::string& body,
                            const std::string& token, Headers headers) {
  const auto is_type = [](const auto& header) { return header.first == "Content-Type"; };
  if (!body.empty() && std::find_if(headers.begin(), headers.end(), is_type) == headers.end()) {
    headers.emplace_back("Content-Type", "application/json");
  }
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  const auto response = client_->send(method, target, headers, body);
  Answered answered{response.status, response.body, response.headers};
  if (through_edge_ && observer_of_all()) observer_of_all()(method, target, answered);
  return answered;
}

std::string unique_name(const std::string& stem) {
  static std::atomic<int> count{0};
  const auto time = std::chrono::system_clock::now().time_since_epoch().count();
  return stem + "-" + std::to_string(time) + "-" + std::to_string(getpid()) + "-" + std::to_string(++count);
}

Person register_person(ClinicClient& client, const std::string& stem) {
  Person person;
  person.email = unique_name(stem) + "@example.com";
  person.password = password;
  const auto body = R"({"firstName":"Asha","lastName":"Rao Patel","email":")" + person.email + R"(","password":")" +
                    person.password + R"(","confirmPassword":")" + person.password + R"("})";
  must(client.post("/api/auth/register", body), 200, "register");
  return person;
}

void log_in(ClinicClient& client, Person& person) {
  const auto body = R"({"email":")" + person.email + R"(","password":")" + person.password + R"("})";
  const auto data = must(client.post("/api/auth/login", body), 200, "login").json()["data"];
  person.id = data["user"]["id"].text();
  person.access_token = data["accessToken"].text();
  person.refresh_token = data["refreshToken"].text();
}

Person patient(ClinicClient& client, const std::string& stem) {
  auto person = register_person(client, stem);
  log_in(client, person);
  return person;
}

Person administrator(const Deployment& deployment, ClinicClient& client) {
  ClinicClient operators(deployment, deployment.command_api_port());
  Person person;
  person.email = unique_name("admin") + "@example.com";
  person.password = password;
  const auto body = R"({"action":"create","email":")" + person.email + R"(","password":")" + person.password + R"("})";
  must(operators.post("/internal/operator/accounts", body, {}, {{"X-Operator-Token", deployment.operator_token}}), 200,
       "create an administrator");
  log_in(client, person);
  return person;
}

std::string create_clinic(ClinicClient& client, const Person& admin, const std::string& more_json) {
  const auto body =
      R"({"name":")" + unique_name("Clinic") + R"(","latitude":40.7128,"longitude":-74.006)" + more_json + "}";
  const auto location =
      must(client.post("/api/clinic", body, admin.access_token), 201, "create a clinic").header("location");
  return location.substr(location.rfind('/') + 1);
}

Person staff_of(ClinicClient& client, const Person& admin, const std::string& clinic_id) {
  auto person = patient(client, "staff");
  must(client.post("/api/clinic/" + clinic_id + "/staff", R"({"userId":")" + person.id + R"("})", admin.access_token),
       201, "add staff");
  return person;
}

std::string open_queue(ClinicClient& client, const Person& staff, const std::string& clinic_id, int size) {
  const auto body = R"({"maxQueueSize":)" + std::to_string(size) + "}";
  return must(client.post("/api/queues/init/" + clinic_id, body, staff.access_token), 201, "open a queue")
      .json()["data"]["id"]
      .text();
}

std::vector<Person> patients(const Deployment& deployment, std::size_t count) {
  constexpr std::size_t connections = 4;
  std::vector<Person> people(count);
  std::vector<std::thread> threads;
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  for (std::size_t i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      try {
        ClinicClient client(deployment);
        for (auto k = next++; k < count; k = next++) people[k] = patient(client);
      } catch (const std::exception&) {
        failed = true;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  if (failed) throw std::runtime_error("patients could not be registered");
  return people;
}

}  // namespace frontdesk::test_support
