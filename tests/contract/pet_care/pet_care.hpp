#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "schemas/wire/json.hpp"
#include "tests/support/clinic_client.hpp"
#include "tests/support/outside_token.hpp"
#include "tests/support/socketio_client.hpp"
#include "tests/support/websocket_client.hpp"

// What the tests of contract 000 share. They drive a running Frontdesk through its edge, as people who log in
// elsewhere.
namespace frontdesk::contract {

using namespace test_support;

inline std::string said(const Answered& answered) { return std::to_string(answered.status) + " " + answered.body; }
inline std::string message(int status, const std::string& text) {
  return std::to_string(status) + R"( {"message":)" + wire::quoted(text) + "}";
}

// `{"a":"b",…}` of texts.
inline std::string object(const std::vector<std::pair<std::string, std::string>>& members) {
  wire::ObjectWriter out;
  for (const auto& [name, value] : members) out.text(name, value);
  return out.take();
}

struct Somebody {
  std::string id;
  std::string token;
};
// Whom nobody has heard of, with an outside token of that role.
inline Somebody somebody(const std::string& role, const std::string& stem = {}) {
  const auto id = unique_name(stem.empty() ? role : stem);
  return {id, outside_token(id, role)};
}

struct Booked {
  std::string id;
  std::string room;
};

constexpr auto when = "2026-12-24T09:30:00.000Z";
constexpr auto unknown_id = "0123456789abcdef0123456a";
constexpr auto unknown_room = "0123456789abcdef0123456b";

// Every route answers under /api, too, alike: whatever was refused, and so changed nothing, is asked there again.
class PetCareClient : public ClinicClient {
 public:
  using ClinicClient::ClinicClient;

  Answered get(const std::string& target, const std::string& token = {}, const Headers& headers = {}) {
    return same_under_api(ClinicClient::get(target, token, headers), target,
                          [&](const std::string& there) { return ClinicClient::get(there, token, headers); });
  }
  Answered post(const std::string& target, const std::string& body, const std::string& token = {},
                const Headers& headers = {}) {
    return same_under_api(ClinicClient::post(target, body, token, headers), target,
                          [&](const std::string& there) { return ClinicClient::post(there, body, token, headers); });
  }

 private:
  template <class Ask>
  static Answered same_under_api(Answered answered, const std::string& target, Ask ask) {
    if (answered.status >= 400 && !target.starts_with("/api/")) {
      EXPECT_EQ(said(ask("/api" + target)), said(answered)) << target;
    }
    return answered;
  }
};

class PetCare : public ::testing::Test {
 protected:
  const Deployment deployment = deployment_from_environment();
  PetCareClient client{deployment};
  const Somebody owner = somebody("petOwner");
  const Somebody hospital = somebody("hospital");
  const Somebody staff = somebody("staff");
  const Somebody admin = somebody("admin");

  Booked book(const Somebody& by_owner, const Somebody& at_hospital) {
    const auto answered =
        client.post("/appointments/book", object({{"hospitalId", at_hospital.id}, {"time", when}}), by_owner.token);
    if (answered.status != 201) throw std::runtime_error(said(answered));
    return {answered.json()["appointment"]["_id"].text(), answered.json()["chatRoomId"].text()};
  }
  Booked book() { return book(owner, hospital); }
  Answered assign(const Booked& booked, const Somebody& assigned, const Somebody& by) {
    return client.post("/admin/assign", object({{"staffId", assigned.id}, {"chatRoomId", booked.room}}), by.token);
  }
  Answered complete(const Booked& booked, const Somebody& by) {
    return client.post("/appointments/complete", object({{"appointmentId", booked.id}}), by.token);
  }
  Answered history(const Booked& booked, const Somebody& by) {
    return client.post("/chat/history", object({{"roomId", booked.room}}), by.token);
  }
  // Of all rooms of a list, those with this id.
  static std::vector<Json> rooms_in(const Answered& list, const std::string& room) {
    std::vector<Json> found;
    const auto rooms = list.json()["data"];
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      if (rooms[i]["_id"].text() == room) found.push_back(rooms[i]);
    }
    return found;
  }
};

// Somebody's connection, over Socket.IO or a plain WebSocket. One thread.
template <class Client>
class Listening {
 public:
  explicit Listening(Client client) : client_(std::move(client)) {}

  void send(const std::string& event, const std::string& data_json) { client_.send_event(event, data_json); }
  // What the acknowledgement says; what came before it is kept for heard().
  std::string ask(const std::string& event, const std::string& data_json) {
    const auto id = std::to_string(++asked_);
    client_.send_event(event, data_json, id);
    for (;;) {
      const auto received = client_.receive(std::chrono::seconds(10));
      if (!received) return "no acknowledgement";
      const auto json = Json::parse(*received);
      if (json["id"].exists() && json["id"].dump() == id) return json["data"].dump();
      if (!json["id"].exists()) heard_.push_back(*received);
    }
  }
  std::string join(const std::string& room) { return ask("joinRoom", object({{"roomId", room}})); }
  std::string say(const std::string& room, const std::string& content) {
    return ask("message", object({{"roomId", room}, {"content", content}}));
  }
  // All events that came up to now, and within `patience` as many as are wanted.
  std::vector<std::string> heard(std::size_t wanted = 0,
                                 std::chrono::milliseconds patience = std::chrono::milliseconds(3000)) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      const bool enough = heard_.size() >= wanted;
      const auto received = client_.receive(enough || left.count() <= 0 ? std::chrono::milliseconds(100) : left);
      if (received && Json::parse(*received)["event"].exists()) heard_.push_back(*received);
      if (!received && (enough || left.count() <= 0)) return std::exchange(heard_, {});
    }
  }
  // The contents of the messages heard.
  std::vector<std::string> contents(std::size_t wanted = 0) {
    std::vector<std::string> found;
    for (const auto& text : heard(wanted)) {
      const auto json = Json::parse(text);
      if (json["event"].text() == "message") found.push_back(json["data"]["content"].text());
    }
    return found;
  }
  Client& client() { return client_; }

 private:
  Client client_;
  int asked_ = 0;
  std::vector<std::string> heard_;
};

}  // namespace frontdesk::contract
