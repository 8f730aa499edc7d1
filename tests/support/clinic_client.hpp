#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/http/client.hpp"
#include "tests/support/deployment.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::test_support {

struct Answered {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string header(const std::string& lower_case_name) const;
  Json json() const { return Json::parse(body); }
};

// A client of contract 004 over one keep-alive connection. Not thread-safe: one for each thread.
class ClinicClient {
 public:
  explicit ClinicClient(const Deployment& deployment);
  ClinicClient(const Deployment& deployment, std::uint16_t port);  // past the edge, at one service

  // Shown every answer that any client gets through the edge, on the thread that asked. Set before the first client.
  using Observer = std::function<void(const std::string& method, const std::string& target, const Answered&)>;
  static void observe(Observer observer);

  using Headers = std::vector<std::pair<std::string, std::string>>;
  Answered get(const std::string& target, const std::string& token = {}, Headers headers = {});
  Answered post(const std::string& target, const std::string& body, const std::string& token = {},
                Headers headers = {});
  Answered send(const std::string& method, const std::string& target, const std::string& body,
                const std::string& token = {}, Headers headers = {});

 private:
  std::shared_ptr<http::Client> client_;
  bool through_edge_;
};

struct Person {
  std::string id;
  std::string email;
  std::string password;
  std::string access_token;
  std::string refresh_token;
};

// Names and addresses that no other run has used.
std::string unique_name(const std::string& stem);

// Each throws std::runtime_error with the answer when it is not the success that it must be.
Person register_person(ClinicClient& client, const std::string& stem = "patient");  // without a session
void log_in(ClinicClient& client, Person& person);
Person patient(ClinicClient& client, const std::string& stem = "patient");  // registered and logged in
Person administrator(const Deployment& deployment, ClinicClient& client);   // made by the operator's route
std::string create_clinic(ClinicClient& client, const Person& admin, const std::string& more_json = {});  // its id
Person staff_of(ClinicClient& client, const Person& admin, const std::string& clinic_id);
std::string open_queue(ClinicClient& client, const Person& staff, const std::string& clinic_id,
                       int size = 50);  // its id
// Many patients at once, hashing on as many connections as help.
std::vector<Person> patients(const Deployment& deployment, std::size_t count);

}  // namespace frontdesk::test_support
