// Booking and completing: contract 000, sections 3 and 7.
#include <thread>

#include "tests/contract/api_document/witness.hpp"
#include "tests/contract/pet_care/pet_care.hpp"

namespace frontdesk::contract {
namespace {

[[maybe_unused]] const auto* const witness = testing::AddGlobalTestEnvironment(new Witness);

struct Appointments : PetCare {
  Answered ask(const std::string& body, const Somebody& by, const std::string& path = "/appointments/book") {
    return client.post(path, body, by.token);
  }
  std::string time_of(const std::string& time_json) {
    const auto answered = ask(R"({"hospitalId":"h","time":)" + time_json + "}", owner);
    return answered.status == 201 ? answered.json()["appointment"]["time"].text() : said(answered);
  }
};

const auto incomplete = message(400, "petOwnerId, hospitalId and time are required");
const auto invalid_time = message(400, "Invalid time");
const auto forbidden = message(403, "Forbidden");

TEST_F(Appointments, AreBookedConfirmedWithARoomAtBothPaths) {
  for (const auto* path : {"/appointments/book", "/api/appointments/book"}) {
    const auto answered =
        ask(object({{"petOwnerId", owner.id}, {"hospitalId", hospital.id}, {"time", when}}), owner, path);
    const auto booked = answered.json()["appointment"];
    EXPECT_EQ(said(answered), R"(201 {"appointment":{"_id":")" + booked["_id"].text() + R"(","petOwnerId":")" +
                                  owner.id + R"(","hospitalId":")" + hospital.id + R"(","time":")" + when +
                                  R"(","status":"confirmed","createdAt":")" + booked["createdAt"].text() +
                                  R"(","updatedAt":")" + booked["createdAt"].text() + R"(","__v":0},"chatRoomId":")" +
                                  answered.json()["chatRoomId"].text() + "\"}");
    EXPECT_EQ(booked["_id"].text().size(), 24U);
    EXPECT_EQ(booked["_id"].text().find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(booked["_id"].text(), answered.json()["chatRoomId"].text());
    const auto rooms =
        rooms_in(client.post("/admin/active-chats", "{}", hospital.token), answered.json()["chatRoomId"].text());
    ASSERT_EQ(rooms.size(), 1U) << "answered means readable";
    EXPECT_EQ(rooms[0]["appointmentId"].text(), booked["_id"].text());
  }
}

TEST_F(Appointments, AreTheCallersOwnWhereNoOwnerIsNamed) {
  const auto answered = ask(object({{"hospitalId", hospital.id}, {"time", when}}), owner);
  EXPECT_EQ(answered.json()["appointment"]["petOwnerId"].text(), owner.id);
  EXPECT_EQ(said(ask(object({{"hospitalId", hospital.id}, {"time", when}}), hospital)), incomplete);
  EXPECT_EQ(said(ask(object({{"hospitalId", hospital.id}, {"time", when}}), admin)), incomplete);
}

TEST_F(Appointments, KeepAndEchoTheOptionalFieldsThatWereGiven) {
  const auto answered = ask(object({{"hospitalId", hospital.id},
                                    {"time", when},
                                    {"veterinarianId", "vet"},
                                    {"petName", "Rex “the King”"},
                                    {"petParentName", " Olga "},
                                    {"veterinarianName", ""}}),
                            owner);
  const auto booked = answered.json()["appointment"];
  EXPECT_EQ(booked["veterinarianId"].text(), "vet");
  EXPECT_EQ(booked["petName"].text(), "Rex “the King”");
  EXPECT_EQ(booked["petParentName"].text(), " Olga ");
  EXPECT_FALSE(booked["veterinarianName"].exists()) << "empty is not given";
  const auto completed =
      client.post("/appointments/complete", object({{"appointmentId", booked["_id"].text()}}), hospital.token);
  EXPECT_EQ(completed.json()["appointment"]["petName"].text(), "Rex “the King”");
}

TEST_F(Appointments, NeedAllThreeFields) {
  for (const char* body :
       {"{}", "", "[]", R"({"hospitalId":"h"})", R"({"time":"2026-12-24T09:30:00Z"})",
        R"({"hospitalId":7,"time":"2026-12-24T09:30:00Z"})", R"({"hospitalId":"","time":"2026-12-24T09:30:00Z"})",
        R"({"hospitalId":null,"time":"2026-12-24T09:30:00Z"})", R"({"hospitalId":"h","time":""})",
        R"({"hospitalId":"h","time":null})", R"({"petOwnerId":7,"hospitalId":"h","time":"2026-12-24T09:30:00Z"})"}) {
    EXPECT_EQ(said(ask(body, owner)), incomplete) << body;
  }
  const auto too_long = std::string(129, 'h');
  EXPECT_EQ(said(ask(object({{"hospitalId", too_long}, {"time", when}}), owner)), incomplete);
}

TEST_F(Appointments, TakeTimesInTheFormsThatTheContractNames) {
  EXPECT_EQ(time_of(R"("2026-12-24T09:30:00.000Z")"), when);
  EXPECT_EQ(time_of(R"("2026-12-24T09:30")"), when) << "no offset is UTC";
  EXPECT_EQ(time_of(R"("2026-12-24t11:30:00+0200")"), when);
  EXPECT_EQ(time_of(R"("2026-12-24T11:30:00+02:00")"), when);
  EXPECT_EQ(time_of(R"("2026-12-24T09:30:00.123456789z")"), "2026-12-24T09:30:00.123Z");
  EXPECT_EQ(time_of("1798104600000"), when);
  EXPECT_EQ(time_of(R"("1798104600000")"), when);
  EXPECT_EQ(time_of("-1"), "1969-12-31T23:59:59.999Z");
  for (const char* time :
       {R"("2026-12-24")", R"("24.12.2026")", R"("2026-02-30T09:30:00Z")", R"("2026-12-24T24:00:00Z")",
        R"("2026-12-24T23:59:60Z")", R"("2026-12-24T09:30:00.1234567891Z")", "1.5", "1e40", "true", "[]", "{}",
        R"("1.5")", R"("tomorrow")"}) {
    EXPECT_EQ(time_of(time), invalid_time) << time;
  }
}

TEST_F(Appointments, AreBookedByOwnersForThemselvesByHospitalsAtThemselvesAndByAdministrators) {
  const auto other = somebody("petOwner");
  const auto other_hospital = somebody("hospital");
  const auto body = object({{"petOwnerId", owner.id}, {"hospitalId", hospital.id}, {"time", when}});
  for (const auto& may : {owner, hospital, admin}) EXPECT_EQ(ask(body, may).status, 201);
  for (const auto& may_not : {other, other_hospital, staff, somebody("veterinarian"), somebody("employee")}) {
    EXPECT_EQ(said(ask(body, may_not)), forbidden) << may_not.id;
  }
  for (const auto* role : {"buyer", "seller", "pet_parent", "PETOWNER"}) {
    EXPECT_EQ(ask(object({{"hospitalId", hospital.id}, {"time", when}}), somebody(role)).status, 201) << role;
  }
}

TEST_F(Appointments, AreCompletedOnceForGood) {
  const auto booked = book();
  const auto answered = complete(booked, hospital);
  const auto appointment = answered.json()["appointment"];
  const auto at = appointment["completedAt"].text();
  EXPECT_EQ(said(answered), R"(201 {"appointment":{"_id":")" + booked.id + R"(","petOwnerId":")" + owner.id +
                                R"(","hospitalId":")" + hospital.id + R"(","time":")" + when +
                                R"(","status":"completed","completedAt":")" + at + R"(","createdAt":")" +
                                appointment["createdAt"].text() + R"(","updatedAt":")" + at +
                                R"(","__v":0},"chatRoomId":")" + booked.room + "\"}");
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto again = client.post("/api/appointments/complete", object({{"appointmentId", booked.id}}), admin.token);
  EXPECT_EQ(said(again), said(answered)) << "completedAt stays";
  EXPECT_EQ(rooms_in(client.post("/admin/active-chats", "{}", hospital.token), booked.room).size(), 1U)
      << "the room stays usable";
}

TEST_F(Appointments, ToCompleteMustBeNamedAndBeThere) {
  for (const char* body :
       {"", "{}", R"({"appointmentId":7})", R"({"appointmentId":""})", R"({"appointmentId":null})"}) {
    EXPECT_EQ(said(ask(body, hospital, "/appointments/complete")), message(400, "appointmentId is required")) << body;
  }
  const auto booked = book();
  for (const auto& id : {std::string(unknown_id), std::string("x"), booked.room, std::string(1000, 'a')}) {
    EXPECT_EQ(said(ask(object({{"appointmentId", id}}), hospital, "/appointments/complete")),
              message(404, "Appointment not found"))
        << id;
  }
}

TEST_F(Appointments, AreCompletedByTheirHospitalTheirAssignedStaffAndAdministrators) {
  const auto vet = somebody("veterinarian");
  for (const auto& assigned : {staff, vet}) {
    const auto booked = book();
    EXPECT_EQ(said(complete(booked, assigned)), forbidden) << "not assigned yet";
    ASSERT_EQ(assign(booked, assigned, hospital).status, 200);
    for (const auto& may_not : {owner, somebody("petOwner"), somebody("hospital"), somebody("staff")}) {
      EXPECT_EQ(said(complete(booked, may_not)), forbidden) << may_not.id;
    }
    EXPECT_EQ(complete(booked, assigned).status, 201);
  }
  EXPECT_EQ(complete(book(), admin).status, 201);
}

// A hole of the original: the token was not looked at.
TEST_F(Appointments, NeedATokenForEverything) {
  const auto booked = book();
  for (const auto* path :
       {"/appointments/book", "/api/appointments/book", "/appointments/complete", "/api/appointments/complete"}) {
    const auto body = object({{"appointmentId", booked.id}, {"hospitalId", "h"}, {"time", when}});
    EXPECT_EQ(said(client.post(path, body)), message(401, "Unauthorized - No token provided")) << path;
    EXPECT_EQ(said(client.post(path, body, "", {{"Authorization", hospital.token}})),
              message(401, "Unauthorized - No token provided"));
    EXPECT_EQ(said(client.post(path, body, "nonsense")), message(401, "Unauthorized - Invalid token")) << path;
  }
  EXPECT_EQ(complete(booked, hospital).json()["appointment"]["status"].text(), "completed");
}

TEST_F(Appointments, AreBookedOnceUnderAKey) {
  const auto key = unique_name("key");
  const auto body = object({{"hospitalId", hospital.id}, {"time", when}});
  const auto first = client.post("/appointments/book", body, owner.token, {{"Idempotency-Key", key}});
  ASSERT_EQ(first.status, 201);
  for (const auto* path : {"/appointments/book", "/api/appointments/book"}) {
    EXPECT_EQ(said(client.post(path, R"({"time":1798104600000,"hospitalId":")" + hospital.id + "\"}", owner.token,
                               {{"Idempotency-Key", key}})),
              said(first))
        << "the same, written otherwise";
  }
  EXPECT_EQ(said(client.post("/appointments/book", object({{"hospitalId", "other"}, {"time", when}}), owner.token,
                             {{"Idempotency-Key", key}})),
            message(422, "Idempotency key was used for another request"));
  EXPECT_EQ(said(client.post("/appointments/book", body, owner.token, {{"Idempotency-Key", "a b"}})),
            message(400, "Invalid Idempotency-Key"));
  const auto rooms = client.post("/admin/active-chats", "", hospital.token).json()["data"];
  EXPECT_EQ(rooms.size(), 1U);
}

TEST_F(Appointments, SayWhatIsWrongWithABody) {
  EXPECT_EQ(said(ask("{", owner)), message(400, "Invalid JSON"));
  EXPECT_EQ(said(ask(R"({"hospitalId":")" + std::string(1024 * 1024, 'x') + "\"}", owner)),
            message(413, "Payload too large"));
  EXPECT_EQ(said(client.post("/appointments/book", "{}", owner.token, {{"Content-Encoding", "gzip"}})),
            message(415, "Unsupported content encoding"));
  EXPECT_EQ(said(client.get("/appointments/book", owner.token)), message(404, "Endpoint not found"));
  EXPECT_EQ(said(client.get("/appointments", owner.token)), message(404, "Endpoint not found"));
}

}  // namespace
}  // namespace frontdesk::contract
