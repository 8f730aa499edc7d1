// Who may do what with one chat room: contracts' README, section 4, and contract 000. Every operation against every
// kind of caller, at both prefixes; what is expected is written by hand.
#include <functional>
#include <map>

#include "tests/contract/pet_care/pet_care.hpp"

namespace frontdesk::contract {
namespace {

// In the order of the columns.
const std::vector<std::string> kinds = {"nobody",   "expired", "owner", "owner2", "hospital", "hospital2", "assigned",
                                        "formerly", "staff",   "vet",   "buyer",  "employee", "admin"};

struct Operation {
  const char* name;
  std::map<std::string, int> statuses;  // of who is not listed: 403
  std::function<Answered(ClinicClient&, const std::string& prefix, const std::string& token)> ask;
};

struct Access : PetCare {
  const Booked booked = book();
  const std::map<std::string, std::string> tokens = people();

  std::map<std::string, std::string> people() {
    const auto former = somebody("staff");
    if (assign(booked, former, hospital).status != 200) throw std::runtime_error("not assigned");
    if (assign(booked, staff, hospital).status != 200) throw std::runtime_error("not assigned");
    return {{"nobody", ""},
            {"expired", outside_token_of(R"({"userId":")" + owner.id + R"(","role":"petOwner","exp":1})")},
            {"owner", owner.token},
            {"owner2", somebody("petOwner").token},
            {"hospital", hospital.token},
            {"hospital2", somebody("hospital").token},
            {"assigned", staff.token},
            {"formerly", former.token},
            {"staff", somebody("staff").token},
            {"vet", somebody("veterinarian").token},
            {"buyer", somebody("buyer").token},
            {"employee", somebody("employee").token},
            {"admin", admin.token}};
  }

  static int expected(const Operation& operation, const std::string& kind) {
    if (kind == "nobody" || kind == "expired") return 401;
    const auto found = operation.statuses.find(kind);
    return found == operation.statuses.end() ? 403 : found->second;
  }
};

TEST_F(Access, IsAsTheRoleTableSays) {
  const auto post = [](const char* path, const std::string& body) {
    return [path, body](ClinicClient& asking, const std::string& prefix, const std::string& token) {
      return asking.post(prefix + path, body, token);
    };
  };
  const auto get = [](const char* path) {
    return [path = std::string(path)](ClinicClient& asking, const std::string& prefix, const std::string& token) {
      return asking.get(prefix + path, token);
    };
  };
  const auto of_room = "/chat/history?roomId=" + booked.room;
  const std::map<std::string, int> lists{{"hospital", 200}, {"hospital2", 200}, {"admin", 200}};
  const std::map<std::string, int> own{{"assigned", 200}, {"formerly", 200},  {"staff", 200}, {"vet", 200},
                                       {"hospital", 400}, {"hospital2", 400}, {"admin", 400}};
  const std::map<std::string, int> readers{{"owner", 200}, {"assigned", 200}, {"admin", 200}};
  const std::vector<Operation> operations = {
      {"book",
       {{"owner", 201}, {"hospital", 201}, {"admin", 201}},
       post("/appointments/book", object({{"petOwnerId", owner.id}, {"hospitalId", hospital.id}, {"time", when}}))},
      {"active rooms", lists, post("/admin/active-chats", "")},
      {"active rooms, by GET", lists, get("/admin/active-chats")},
      {"assigned rooms", own, post("/staff/assigned", "{}")},
      {"assigned rooms, by GET", own, get("/staff/assigned")},
      {"assigned rooms of the assigned",
       {{"assigned", 200}, {"hospital", 200}, {"hospital2", 200}, {"admin", 200}},
       post("/staff/assigned", object({{"staffId", staff.id}}))},
      {"create",
       {{"owner", 201}, {"hospital", 201}, {"admin", 201}},
       post("/chat/create",
            object({{"appointmentId", booked.id}, {"petOwnerId", owner.id}, {"hospitalId", hospital.id}}))},
      {"history", readers, post("/chat/history", object({{"roomId", booked.room}}))},
      {"history, by GET", readers, get(of_room.c_str())},
      {"assign",
       {{"hospital", 200}, {"admin", 200}},
       post("/admin/assign", object({{"staffId", staff.id}, {"chatRoomId", booked.room}}))},
      {"complete",
       {{"hospital", 201}, {"assigned", 201}, {"admin", 201}},
       post("/appointments/complete", object({{"appointmentId", booked.id}}))},
  };
  for (const auto& operation : operations) {
    for (const auto& kind : kinds) {
      for (const auto& prefix : {std::string(), std::string("/api")}) {
        const auto answered = operation.ask(client, prefix, tokens.at(kind));
        EXPECT_EQ(answered.status, expected(operation, kind))
            << operation.name << " by " << kind << " under '" << prefix << "': " << answered.body;
        if (answered.status == 403) {
          EXPECT_EQ(said(answered), message(403, "Forbidden")) << operation.name;
        }
      }
    }
  }
}

TEST_F(Access, ByTheRealtimeDoorIsForTheOwnerAndTheAssignedStaffAlone) {
  for (const auto& kind : kinds) {
    if (kind == "nobody" || kind == "expired") continue;
    const bool may = kind == "owner" || kind == "assigned";
    Listening plain(WebSocketClient(deployment.websocket_url("/?token=" + tokens.at(kind))));
    Listening socketio(SocketIoClient(deployment.websocket_url(""), {.query = "&token=" + tokens.at(kind)}));
    const std::string refused = R"({"success":false,"error":"You are not allowed in this room"})";
    EXPECT_EQ(plain.join(booked.room), may ? R"({"success":true})" : refused) << kind;
    EXPECT_EQ(socketio.join(booked.room), may ? R"({"success":true})" : refused) << kind;
    EXPECT_EQ(Json::parse(plain.say(booked.room, "x"))["success"].boolean(), may) << kind;
    EXPECT_EQ(Json::parse(socketio.say(booked.room, "x"))["success"].boolean(), may) << kind;
    if (!may) {
      EXPECT_EQ(plain.say(booked.room, "x"), refused) << kind;
    }
  }
}

}  // namespace
}  // namespace frontdesk::contract
