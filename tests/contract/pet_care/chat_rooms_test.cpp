// Lists of chat rooms, assigning and creating: contract 000, section 3.
#include "tests/contract/pet_care/pet_care.hpp"

namespace frontdesk::contract {
namespace {

const auto forbidden = message(403, "Forbidden");
const auto assigning_incomplete = message(400, "staffId and chatRoomId are required");
const auto creating_incomplete = message(400, "appointmentId, petOwnerId and hospitalId are required");

struct ChatRooms : PetCare {
  static std::string of_staff(const std::string& id) { return object({{"staffId", id}}); }
  std::string room_json(const Booked& booked, const std::string& created_at, const std::string& assigned = {}) const {
    return R"({"_id":")" + booked.room + R"(","appointmentId":")" + booked.id + R"(","petOwnerId":")" + owner.id +
           R"(","hospitalId":")" + hospital.id + "\"," + assigned + R"("status":"active","createdAt":")" + created_at +
           R"(","__v":0})";
  }
  static std::string assigned_json(const Booked& booked, const Somebody& who, const std::string& participant) {
    return R"("assigned":{"_id":")" + participant + R"(","userId":")" + who.id + R"(","role":"staff","chatRoomId":")" +
           booked.room + R"(","__v":0},)";
  }
  std::vector<std::string> ids(const Answered& list) {
    std::vector<std::string> found;
    const auto rooms = list.json()["data"];
    for (std::size_t i = 0; i < rooms.size(); ++i) found.push_back(rooms[i]["_id"].text());
    return found;
  }
};

TEST_F(ChatRooms, AreListedOldestFirstEachHospitalsOwnAtBothPathsAndMethods) {
  const auto first = book();
  const auto second = book();
  const auto elsewhere = book(owner, somebody("hospital"));
  for (const auto* path : {"/admin/active-chats", "/api/admin/active-chats"}) {
    for (const auto& answered : {client.post(path, "", hospital.token), client.post(path, "{}", hospital.token),
                                 client.get(path, hospital.token)}) {
      EXPECT_EQ(answered.json()["message"].text(), "Active chat rooms fetched successfully");
      EXPECT_EQ(ids(answered), (std::vector{first.room, second.room})) << said(answered);
    }
    const auto all = client.post(path, "{}", admin.token);
    for (const auto& each : {first, second, elsewhere}) EXPECT_EQ(rooms_in(all, each.room).size(), 1U);
  }
  const auto listed = client.get("/admin/active-chats", hospital.token);
  const auto created_at = listed.json()["data"][0]["createdAt"].text();
  EXPECT_EQ(listed.json()["data"][0].dump(), room_json(first, created_at)) << "assigned is absent while nobody is";
}

TEST_F(ChatRooms, AreAssignedAndReplaceWhoWasAssignedBefore) {
  const auto booked = book();
  const auto answered = assign(booked, staff, hospital);
  ASSERT_EQ(answered.status, 200) << answered.body;
  const auto room = answered.json()["chatRoom"];
  const auto participant = room["assigned"]["_id"].text();
  EXPECT_EQ(participant.size(), 24U);
  EXPECT_EQ(said(answered), R"(200 {"message":"Chat successfully assigned to staff","chatRoom":)" +
                                room_json(booked, room["createdAt"].text(), assigned_json(booked, staff, participant)) +
                                "}");
  EXPECT_EQ(
      said(client.post("/api/admin/assign", object({{"staffId", staff.id}, {"chatRoomId", booked.room}}), admin.token)),
      said(answered))
      << "the same person again changes nothing";
  const auto vet = somebody("veterinarian");
  const auto replaced = assign(booked, vet, admin);
  EXPECT_EQ(replaced.json()["chatRoom"]["assigned"]["userId"].text(), vet.id);
  EXPECT_EQ(replaced.json()["chatRoom"]["assigned"]["role"].text(), "staff");
  EXPECT_EQ(assign(booked, staff, hospital).json()["chatRoom"]["assigned"]["_id"].text(), participant)
      << "a former participant can be assigned again, and is the same one";
  EXPECT_EQ(rooms_in(client.get("/admin/active-chats", hospital.token), booked.room).at(0).dump(),
            room_json(booked, room["createdAt"].text(), assigned_json(booked, staff, participant)));
}

TEST_F(ChatRooms, ToAssignMustBeNamedAndBeThere) {
  const auto booked = book();
  for (const auto& body : {std::string(), std::string("{}"), of_staff("s"), object({{"chatRoomId", booked.room}}),
                           object({{"staffId", ""}, {"chatRoomId", booked.room}}),
                           R"({"staffId":7,"chatRoomId":")" + booked.room + "\"}"}) {
    EXPECT_EQ(said(client.post("/admin/assign", body, hospital.token)), assigning_incomplete) << body;
  }
  for (const auto& id :
       {std::string(unknown_room), std::string("x"), booked.id, std::string("X") + booked.room.substr(1)}) {
    EXPECT_EQ(said(client.post("/admin/assign", object({{"staffId", staff.id}, {"chatRoomId", id}}), admin.token)),
              message(404, "Chat room not found"));
  }
}

TEST_F(ChatRooms, AreAssignedToStaffAlone) {
  const auto booked = book();
  for (const auto& known : {owner, hospital, admin}) {
    ASSERT_EQ(client.get("/api/auth/me", known.token).status, 200) << "it is known from now on";
    EXPECT_EQ(said(assign(booked, known, hospital)), message(400, "User is not staff"));
  }
  EXPECT_EQ(assign(booked, {unique_name("nobody-knows"), ""}, hospital).status, 200) << "not known yet";
  EXPECT_EQ(said(assign({booked.id, unknown_room}, owner, hospital)), message(404, "Chat room not found"));
}

TEST_F(ChatRooms, AreAssignedByTheirHospitalAndAdministrators) {
  const auto booked = book();
  for (const auto& may_not : {owner, staff, somebody("hospital"), somebody("veterinarian"), somebody("employee")}) {
    EXPECT_EQ(said(assign(booked, staff, may_not)), forbidden) << may_not.id;
  }
}

TEST_F(ChatRooms, AreListedForTheirStaff) {
  const auto first = book();
  const auto second = book();
  const auto other = book(owner, somebody("hospital"));
  for (const auto& each : {first, second}) ASSERT_EQ(assign(each, staff, hospital).status, 200);
  ASSERT_EQ(assign(other, staff, admin).status, 200);
  const auto participant = client.get("/staff/assigned", staff.token).json()["data"][0]["assigned"]["_id"].text();
  for (const auto* path : {"/staff/assigned", "/api/staff/assigned"}) {
    for (const auto& answered :
         {client.post(path, "", staff.token), client.post(path, "{}", staff.token), client.get(path, staff.token),
          client.post(path, of_staff(staff.id), staff.token), client.get(path + ("?staffId=" + staff.id), staff.token),
          client.post(path, of_staff(participant), staff.token)}) {
      EXPECT_EQ(answered.json()["message"].text(), " chat rooms fetched successfully") << "the blank is the original's";
      EXPECT_EQ(ids(answered), (std::vector{first.room, second.room, other.room}));
    }
    EXPECT_EQ(ids(client.post(path, of_staff(staff.id), hospital.token)), (std::vector{first.room, second.room}))
        << "a hospital sees its own";
    EXPECT_EQ(ids(client.get(path + ("?staffId=" + staff.id), admin.token)),
              (std::vector{first.room, second.room, other.room}));
    EXPECT_EQ(ids(client.post(path, of_staff(participant), hospital.token)), std::vector{first.room});
    EXPECT_EQ(ids(client.post(path, of_staff("nobody"), hospital.token)), std::vector<std::string>());
    for (const auto& by : {hospital, admin}) {
      EXPECT_EQ(said(client.post(path, "{}", by.token)), message(400, "staffId is required"));
    }
  }
}

TEST_F(ChatRooms, OfOthersAreNotListedForStaff) {
  const auto other = somebody("staff");
  const auto booked = book();
  const auto participant = assign(booked, staff, hospital).json()["chatRoom"]["assigned"]["_id"].text();
  EXPECT_EQ(said(client.post("/staff/assigned", of_staff(staff.id), other.token)), forbidden);
  EXPECT_EQ(said(client.post("/staff/assigned", of_staff(participant), other.token)), forbidden);
  EXPECT_EQ(ids(client.get("/staff/assigned", other.token)), std::vector<std::string>());
  ASSERT_EQ(assign(booked, other, hospital).status, 200);
  EXPECT_EQ(ids(client.get("/staff/assigned", staff.token)), std::vector<std::string>()) << "replaced";
  EXPECT_EQ(ids(client.get("/staff/assigned", other.token)), std::vector{booked.room});
}

// A hole of the original: any number of rooms for any texts.
TEST_F(ChatRooms, AreThereFromTheBookingOnHoweverOftenTheyAreCreated) {
  const auto booked = book();
  const auto body = object({{"appointmentId", booked.id}, {"petOwnerId", owner.id}, {"hospitalId", hospital.id}});
  const auto listed = rooms_in(client.get("/admin/active-chats", hospital.token), booked.room).at(0).dump();
  for (const auto* path : {"/chat/create", "/api/chat/create"}) {
    for (const auto& by : {owner, hospital, admin}) EXPECT_EQ(said(client.post(path, body, by.token)), "201 " + listed);
  }
  ASSERT_EQ(assign(booked, staff, hospital).status, 200);
  EXPECT_EQ(client.post("/chat/create", body, owner.token).json()["assigned"]["userId"].text(), staff.id);
  EXPECT_EQ(ids(client.get("/admin/active-chats", hospital.token)), std::vector{booked.room});
}

TEST_F(ChatRooms, ToCreateMustBeOfAnAppointmentAndItsPeople) {
  const auto booked = book();
  const auto create = [&](const std::string& id, const std::string& of_owner, const std::string& at,
                          const Somebody& by) {
    return said(client.post("/chat/create",
                            object({{"appointmentId", id}, {"petOwnerId", of_owner}, {"hospitalId", at}}), by.token));
  };
  const auto other = somebody("petOwner");
  for (const auto& body : {std::string(), std::string("{}"), object({{"appointmentId", booked.id}}),
                           object({{"appointmentId", booked.id}, {"petOwnerId", owner.id}, {"hospitalId", ""}})}) {
    EXPECT_EQ(said(client.post("/chat/create", body, owner.token)), creating_incomplete) << body;
  }
  EXPECT_EQ(create(unknown_id, owner.id, hospital.id, owner), message(404, "Appointment not found"));
  EXPECT_EQ(create(booked.room, owner.id, hospital.id, owner), message(404, "Appointment not found"));
  const auto mismatch = message(400, "Participants do not match the appointment");
  EXPECT_EQ(create(booked.id, other.id, hospital.id, owner), mismatch);
  EXPECT_EQ(create(booked.id, owner.id, "elsewhere", hospital), mismatch);
  EXPECT_EQ(create(booked.id, owner.id, hospital.id, other), forbidden);
  EXPECT_EQ(create(booked.id, owner.id, hospital.id, somebody("hospital")), forbidden);
  EXPECT_EQ(create(booked.id, owner.id, hospital.id, staff), forbidden);
}

TEST_F(ChatRooms, AreForNobodyWithoutAToken) {
  for (const auto* path :
       {"/admin/active-chats", "/admin/assign", "/staff/assigned", "/chat/create", "/chat/history"}) {
    for (const auto& prefix : {std::string(), std::string("/api")}) {
      EXPECT_EQ(said(client.post(prefix + path, "{}")), message(401, "Unauthorized - No token provided")) << path;
      EXPECT_EQ(said(client.post(prefix + path, "{}", "nonsense")), message(401, "Unauthorized - Invalid token"));
    }
  }
}

}  // namespace
}  // namespace frontdesk::contract
