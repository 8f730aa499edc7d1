#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/support/clinic_client.hpp"
#include "tests/support/log_reader.hpp"
#include "tests/support/outside_token.hpp"
#include "tests/support/socketio_client.hpp"
#include "tests/support/websocket_client.hpp"

// What the tests of contract 001 share. They drive a running Frontdesk through its edge; people log in elsewhere, as
// the original's do, and appointments are booked through contract 000.
namespace frontdesk::contract {

using namespace test_support;

inline const std::string unknown_id = "0123456789abcdef01234560";

inline std::string said(const Answered& answered) { return std::to_string(answered.status) + " " + answered.body; }
inline std::string json_text(const std::string& text) { return '"' + text + '"'; }
inline std::string error(int status, const std::string& text) {
  return std::to_string(status) + R"( {"error":")" + text + "\"}";
}
inline const std::string malformed =
    error(400, "Invalid appointment ID format. Must be a valid MongoDB ObjectId (24 characters)");
inline const std::string not_found = error(404, "Appointment not found");
inline const std::string denied = error(403, "Access denied");
inline const std::string unauthorized = error(401, "Unauthorized");

// Somebody who logs in elsewhere.
struct Somebody {
  std::string id;
  std::string profile_id;
  std::string token;
};
inline Somebody somebody(const std::string& role, const std::string& more_claims = {}) {
  Somebody made;
  made.id = unique_name(role);
  made.profile_id = "ref-" + made.id;
  made.token = outside_token_of(R"({"userId":)" + json_text(made.id) + R"(,"role":)" + json_text(role) +
                                R"(,"refId":)" + json_text(made.profile_id) + more_claims + R"(,"exp":4102444800})");
  return made;
}
inline Somebody pet_parent(const std::string& name = "Asha Rao") {
  return somebody("pet_parent", R"(,"name":)" + json_text(name) + R"(,"image":"https://x.example/asha.png")");
}
inline Somebody veterinarian(const std::string& name = "Dr. Low") {
  return somebody("veterinarian", R"(,"name":)" + json_text(name));
}

class AppointmentChat : public ::testing::Test {
 protected:
  static constexpr auto messages_path = "/api/appointment-chat/messages";

  const Deployment deployment = deployment_from_environment();
  ClinicClient client{deployment};
  Somebody parent = pet_parent();
  Somebody vet = veterinarian();
  Somebody hospital = somebody("hospital");

  struct Booked {
    std::string id;
    std::string room_id;
  };
  // By the hospital, for the parent and the veterinarian of this test.
  Booked book(const std::string& more_json, const std::string& time = "2024-01-15T10:30:00.000Z") {
    const auto answered = client.post("/appointments/book",
                                      R"({"petOwnerId":)" + json_text(parent.id) + R"(,"hospitalId":)" +
                                          json_text(hospital.id) + R"(,"time":)" + json_text(time) + more_json + "}",
                                      hospital.token);
    if (answered.status != 201) throw std::runtime_error("book: " + said(answered));
    return {answered.json()["appointment"]["_id"].text(), answered.json()["chatRoomId"].text()};
  }
  Booked book() { return book(R"(,"veterinarianId":)" + json_text(vet.id)); }

  Answered chat(const std::string& id, const Somebody& who, const std::string& more = {}) {
    return client.get(std::string(messages_path) + "?appointmentId=" + id + more, who.token);
  }
  Json messages(const std::string& id, const Somebody& who, const std::string& more = {}) {
    const auto answered = chat(id, who, more);
    if (answered.status != 200) throw std::runtime_error("messages: " + said(answered));
    return answered.json()["messages"];
  }
  Answered post(const std::string& body, const Somebody& who, ClinicClient::Headers headers = {}) {
    return client.post(messages_path, body, who.token, std::move(headers));
  }
  static std::string saying(const std::string& id, const std::string& content, const std::string& more = {}) {
    return R"({"appointmentId":)" + json_text(id) + R"(,"content":)" + json_text(content) + more + "}";
  }
  Json say(const std::string& id, const std::string& content, const Somebody& who, const std::string& more = {}) {
    const auto answered = post(saying(id, content, more), who);
    if (answered.status != 200) throw std::runtime_error("say: " + said(answered));
    return answered.json()["message"];
  }
  static std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < list.size(); ++i) all.push_back(list[i]["content"].text());
    return all;
  }
  // How often each event of an appointment stands in the log.
  static std::map<std::string, int> logged(const std::string& appointment_id) {
    std::map<std::string, int> count;
    for (const auto& record : read_accepted("frontdesk.events", 8)) {
      if (record.key == appointment_id) ++count[std::string(record.header("ce_type"))];
    }
    return count;
  }
};

}  // namespace frontdesk::contract
