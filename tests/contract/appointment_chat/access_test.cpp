// Who has access: every route with every kind of caller, generated. Contract 001, section 1; contracts' README,
// sections 4 and 5.
#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

struct Access : AppointmentChat {
  struct Caller {
    std::string name;
    Somebody who;
    bool may;
    bool may_test;
    std::string refusal = denied;
  };

  static Somebody with_role(const Somebody& who, const std::string& role, const std::string& more = {}) {
    return {who.id, who.profile_id,
            outside_token_of(R"({"userId":)" + json_text(who.id) + R"(,"refId":)" + json_text(who.profile_id) +
                             R"(,"role":)" + json_text(role) + more + R"(,"exp":4102444800})")};
  }
  void assign(const Booked& booked, const Somebody& staff) {
    client.get("/api/auth/me", staff.token);  // so that it is known who that is
    const auto answered = client.post(
        "/admin/assign", R"({"staffId":)" + json_text(staff.id) + R"(,"chatRoomId":)" + json_text(booked.room_id) + "}",
        hospital.token);
    if (answered.status != 200) throw std::runtime_error("assign: " + said(answered));
  }

  void expect_access(const Booked& booked, const std::vector<Caller>& callers) {
    for (const auto& [name, who, may, may_test, refusal] : callers) {
      SCOPED_TRACE(name);
      const auto expect = [&, &refused = refusal](const Answered& answered, bool allowed) {
        if (allowed) {
          EXPECT_EQ(answered.status, 200) << answered.body;
        } else {
          EXPECT_EQ(said(answered), refused);
        }
      };
      expect(chat(booked.id, who), may);
      expect(post(saying(booked.id, "by " + name), who), may);
      expect(client.get("/api/appointment-chat/test?appointmentId=" + booked.id, who.token), may_test);
      expect(
          client.post("/api/appointment-chat/typing",
                      R"({"appointmentId":)" + json_text(booked.id) + R"(,"userId":"x","action":"start"})", who.token),
          may);
    }
  }
};

TEST_F(Access, IsForTheTwoPartiesOfTheAppointment) {
  const auto booked = book();
  const auto registered = patient(client);
  Somebody expired = parent;
  expired.token =
      outside_token_of(R"({"userId":)" + json_text(parent.id) + R"(,"role":"pet_parent","exp":1700000000})");
  Somebody ended{registered.id, registered.id, registered.access_token};
  client.post("/api/auth/logout", R"({"refreshToken":)" + json_text(registered.refresh_token) + "}");
  expect_access(booked, {{"nobody", {"", "", ""}, false, false, unauthorized},
                         {"the owner", parent, true, true},
                         {"the owner as petOwner", with_role(parent, "petOwner"), true, true},
                         {"the owner in capitals", with_role(parent, "PET_PARENT"), true, true},
                         {"the owner as a buyer", with_role(parent, "buyer"), false, false},
                         {"the owner as a patient who has not registered", with_role(parent, "patient"), false, false,
                          unauthorized},
                         {"the owner as a veterinarian", with_role(parent, "veterinarian"), false, false},
                         {"another owner", pet_parent(), false, false},
                         {"the veterinarian", vet, true, true},
                         {"the veterinarian as an owner", with_role(vet, "pet_parent"), false, false},
                         {"the veterinarian as staff", with_role(vet, "staff"), false, false},
                         {"another veterinarian", veterinarian(), false, false},
                         {"the hospital", hospital, false, false},
                         {"another hospital", somebody("hospital"), false, false},
                         {"a seller", somebody("seller"), false, false},
                         {"an employee", somebody("employee"), false, false},
                         {"an administrator", somebody("admin"), false, true},
                         {"an expired token", expired, false, false, unauthorized},
                         {"an ended session", ended, false, false, unauthorized},
                         {"nonsense", {"", "", "nonsense"}, false, false, unauthorized}});
}

// An appointment names a person by profile id or by user id; either matches.
TEST_F(Access, MayBeByTheProfileThatTheBookingNames) {
  const auto parents_id = parent.id;
  const auto by_user = book(R"(,"veterinarianId":)" + json_text(vet.profile_id));
  expect_access(by_user, {{"the veterinarian by profile", vet, true, true}, {"the owner", parent, true, true}});
  parent.id = parent.profile_id;
  const auto by_profile = book(R"(,"veterinarianId":)" + json_text(vet.id));
  parent.id = parents_id;
  const Somebody impostor = with_role(pet_parent(), "pet_parent");
  expect_access(by_profile, {{"the owner by profile", parent, true, true}, {"an impostor", impostor, false, false}});
}

// Without a veterinarian it is the assigned staff member of clinician role, as long as he is that.
TEST_F(Access, FollowsTheAssignmentWhereNoVeterinarianIsBooked) {
  const auto booked = book("");
  const auto staff = somebody("staff");
  const auto other_vet = veterinarian("Dr. Second");
  expect_access(booked, {{"the owner alone", parent, true, true}, {"a veterinarian", vet, false, false}});
  assign(booked, vet);
  expect_access(booked, {{"the assigned veterinarian", vet, true, true}, {"another", other_vet, false, false}});
  assign(booked, other_vet);
  expect_access(booked, {{"the formerly assigned", vet, false, false}, {"the newly assigned", other_vet, true, true}});
  assign(booked, staff);
  expect_access(booked, {{"assigned, but no clinician", staff, false, false},
                         {"the formerly assigned", other_vet, false, false},
                         {"the owner", parent, true, true}});
}

TEST_F(Access, IsNotOfTheAssignedWhereAVeterinarianIsBooked) {
  const auto booked = book();
  const auto other_vet = veterinarian("Dr. Second");
  assign(booked, other_vet);
  expect_access(booked, {{"the booked veterinarian", vet, true, true}, {"the assigned one", other_vet, false, false}});
}

}  // namespace
}  // namespace frontdesk::contract
