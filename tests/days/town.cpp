#include "tests/days/town.hpp"

#include <stdexcept>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::days {

using contract::said;
using contract::take_body;

namespace {
constexpr auto first_day = "2027-03-13T15:00:00Z";

Rehearsal& started(Rehearsal& rehearsal) {
  rehearsal.start_at(at(first_day));
  return rehearsal;
}

std::string take(ClinicClient& client, const Person& person, const std::string& queue_id) {
  const auto answered = client.post("/api/tokens", take_body(queue_id), person.access_token);
  if (answered.status != 201) throw std::runtime_error("take a token: " + said(answered));
  return answered.json()["data"]["id"].text();
}
}  // namespace

Town::Town() : client(started(rehearsal).deployment()) {
  for (auto* person : {&expiring, &lasting, &lapsing}) *person = register_person(client);
  logged_in.first = rehearsal.now();
  for (auto* person : {&expiring, &lasting, &lapsing}) log_in(client, *person);
  logged_in.second = rehearsal.now();

  admin = administrator(rehearsal.deployment(), client);
  kolkata = clinic_in("Asia/Kolkata");
  kolkata_waiting = clinic_in("Asia/Kolkata");
  new_york = clinic_in("America/New_York");
  night = clinic_in("America/New_York", R"({"start":"01:30","end":"02:30"})");
  auckland = clinic_in("Pacific/Auckland");
  inactive = clinic_in("America/New_York");
  if (set_clinic_active(inactive, false).status != 200) throw std::runtime_error("the clinic stays active");

  staff = staff_of(client, admin, kolkata);
  first_queue = open_queue(client, staff, kolkata, 7);
  open_queue(client, admin, new_york);
  called = patient(client);
  waiting = patient(client);
  called_token = take(client, called, first_queue);
  waiting_token = take(client, waiting, first_queue);
  ClinicClient sockets(rehearsal.deployment(), rehearsal.deployment().command_api_port());
  const auto call = sockets.post("/internal/sockets/queue-call-next", take_body(first_queue), staff.access_token);
  if (call.status != 200) throw std::runtime_error("call: " + said(call));

  keyed_body = R"({"name":")" + unique_name("Keyed") + R"(","latitude":1,"longitude":2})";
  keyed_location =
      client.post("/api/clinic", keyed_body, admin.access_token, {{"Idempotency-Key", "once"}}).header("location");
}

const Person& Town::present(Person& person) {
  log_in(client, person);
  return person;
}

std::string Town::clinic_in(const std::string& zone, const std::string& opening_hours_json) {
  return create_clinic(
      client, admin,
      R"(,"timezone":")" + zone + '"' + (opening_hours_json.empty() ? "" : R"(,"openingHours":)" + opening_hours_json));
}

Answered Town::set_clinic_active(const std::string& clinic_id, bool active) {
  return client.send("PATCH", "/api/clinic/" + clinic_id,
                     std::string(R"({"isActive":)") + (active ? "true}" : "false}"), admin.access_token);
}

}  // namespace frontdesk::days
