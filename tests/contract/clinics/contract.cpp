#include "tests/contract/clinics/contract.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace frontdesk::contract {

namespace {
Cast assemble() {
  const auto deployment = deployment_from_environment();
  ClinicClient client(deployment);
  Cast people;
  people.admin = administrator(deployment, client);
  people.clinic = create_clinic(client, people.admin);
  people.other_clinic = create_clinic(client, people.admin);
  people.staff = staff_of(client, people.admin, people.clinic);
  people.other_staff = staff_of(client, people.admin, people.other_clinic);
  people.patient = patient(client);
  people.other_patient = patient(client);
  return people;
}

void operate(const std::string& action, const Person& person) {
  const auto deployment = deployment_from_environment();
  ClinicClient operators(deployment, deployment.command_api_port());
  const auto body = R"({"action":")" + action + R"(","email":")" + person.email + R"("})";
  const auto answered =
      operators.post("/internal/operator/accounts", body, {}, {{"X-Operator-Token", deployment.operator_token}});
  if (answered.status != 200) throw std::runtime_error(action + ": " + said(answered));
}

// In a form, 0 stands for a digit, x for a lower-case hexadecimal one.
bool fits(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char of) {
    const bool digit = c >= '0' && c <= '9';
    return of == '0' ? digit : of == 'x' ? digit || (c >= 'a' && c <= 'f') : c == of;
  });
}
}  // namespace

std::string said(const Answered& answered) { return std::to_string(answered.status) + " " + answered.body; }

std::string success(int status, const std::string& message, const std::string& data_json) {
  return std::to_string(status) + R"( {"success":true,"data":)" + data_json + R"(,"message":")" + message +
         R"(","meta":null})";
}

std::string success_without_data(int status, const std::string& message) {
  return std::to_string(status) + R"( {"success":true,"message":")" + message + R"(","meta":null})";
}

std::string failure(int status, const std::string& message) {
  return std::to_string(status) + R"( {"success":false,"message":")" + message + R"(","errors":null,"meta":null})";
}

std::string invalid(const std::string& part, const std::vector<Fault>& faults) {
  const auto escaped = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out;
  };
  std::string items;
  for (const auto& fault : faults) {
    if (!items.empty()) items += ',';
    items += R"({"path":")" + escaped(fault.path) + R"(","message":")" + escaped(fault.message) + R"("})";
  }
  return R"(400 {"success":false,"message":"Invalid request )" + part + R"(","errors":[)" + items + R"(],"meta":null})";
}

const Cast& cast() {
  static const Cast people = assemble();
  return people;
}

bool is_time(const std::string& text) { return fits(text, "0000-00-00T00:00:00.000Z"); }

bool is_uuid(const std::string& text) {
  return fits(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") && text[14] >= '1' && text[14] <= '8' &&
         std::string_view("89ab").find(text[19]) != std::string_view::npos;
}

std::string json_text(const std::string& text) { return '"' + text + '"'; }

std::string take_body(const std::string& queue_id) { return R"({"queueId":")" + queue_id + R"("})"; }

void disable(const Person& person) { operate("disable", person); }
void enable(const Person& person) { operate("enable", person); }

std::string Contract::fresh_clinic(const std::string& more_json) {
  return create_clinic(client, cast().admin, more_json);
}

std::string Contract::fresh_queue(int size) { return open_queue(client, cast().admin, fresh_clinic(), size); }

Json Contract::take(const Person& patient, const std::string& queue_id) {
  const auto answered = client.post("/api/tokens", take_body(queue_id), patient.access_token);
  if (answered.status != 201) throw std::runtime_error("take a token: " + said(answered));
  return answered.json()["data"];
}

Answered Contract::staff_event(const std::string& name, const std::string& arguments_json, const Person& person) {
  ClinicClient gateway(deployment, deployment.command_api_port());
  return gateway.post("/internal/sockets/" + name, arguments_json, person.access_token);
}

}  // namespace frontdesk::contract
