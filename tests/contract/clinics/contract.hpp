#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/clinic_client.hpp"

// What the contract tests of the clinic queue share. They drive a running Frontdesk through its edge.
namespace frontdesk::contract {

using namespace test_support;

// An answer as the tests compare it: status, blank, body.
std::string said(const Answered& answered);
// Answers of contract 004, section 1, in the same form.
std::string success(int status, const std::string& message, const std::string& data_json);
std::string success_without_data(int status, const std::string& message);
std::string failure(int status, const std::string& message);

struct Fault {
  std::string path;
  std::string message;
};
// `part`: params, query or body.
std::string invalid(const std::string& part, const std::vector<Fault>& faults);

// Who plays in most tests: made once, and changed by no test.
struct Cast {
  Person admin;
  std::string clinic;
  std::string other_clinic;
  Person staff;
  Person other_staff;  // of the other clinic
  Person patient;
  Person other_patient;
};
const Cast& cast();

// 2026-11-21T14:00:00.000Z
bool is_time(const std::string& text);
bool is_uuid(const std::string& text);
constexpr auto no_such_id = "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50";

std::string json_text(const std::string& text);      // as a JSON string; for texts without special characters
std::string take_body(const std::string& queue_id);  // {"queueId":…}
void disable(const Person& person);                  // by the operator
void enable(const Person& person);

class Contract : public ::testing::Test {
 protected:
  const Deployment deployment = deployment_from_environment();
  ClinicClient client{deployment};

  // A clinic of its own, opened today: a queue nobody else touches.
  std::string fresh_clinic(const std::string& more_json = {});
  std::string fresh_queue(int size = 50);
  Json take(const Person& patient, const std::string& queue_id);  // the Token
  // A staff event's command, as the gateway sends it.
  Answered staff_event(const std::string& name, const std::string& arguments_json, const Person& person);
};

}  // namespace frontdesk::contract
