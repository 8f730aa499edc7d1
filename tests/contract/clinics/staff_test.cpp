// Contract 004, section 4: staff of a clinic.
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Staff : Contract {
  const std::string admin = cast().admin.access_token;
  Answered add(const std::string& clinic, const std::string& user) {
    return client.post("/api/clinic/" + clinic + "/staff", R"({"userId":")" + user + R"("})", admin);
  }
  Answered remove(const std::string& clinic, const std::string& user) {
    return client.send("DELETE", "/api/clinic/" + clinic + "/staff/" + user, {}, admin);
  }
  Answered list(const std::string& clinic, const Person& person) {
    return client.get("/api/clinic/" + clinic + "/staff", person.access_token);
  }
};

TEST_F(Staff, IsAddedAndShownAtOnce) {
  const auto clinic = fresh_clinic();
  const auto person = patient(client);
  EXPECT_EQ(said(list(clinic, cast().admin)), success(200, "Staff members fetched successfully.", "[]"));
  EXPECT_EQ(said(add(clinic, person.id)), success_without_data(201, "Staff member added to clinic successfully."));
  const auto shown = list(clinic, person);
  const auto created_at = client.get("/api/auth/me", person.access_token).json()["data"]["createdAt"].text();
  EXPECT_EQ(
      said(shown),
      success(200, "Staff members fetched successfully.",
              R"([{"id":")" + person.id + R"(","firstName":"Asha","lastName":"Rao Patel","email":")" + person.email +
                  R"(","role":"STAFF","profilePicture":"https://api.dicebear.com/9.x/initials/svg?seed=Asha Rao )"
                  R"(Patel","createdAt":")" +
                  created_at + R"("}])"));
}

TEST_F(Staff, IsListedOldestFirst) {
  const auto clinic = fresh_clinic();
  const auto first = staff_of(client, cast().admin, clinic);
  const auto second = staff_of(client, cast().admin, clinic);
  const auto data = list(clinic, first).json()["data"];
  ASSERT_EQ(data.size(), 2U);
  EXPECT_EQ(data[0]["id"].text(), first.id);
  EXPECT_EQ(data[1]["id"].text(), second.id);
}

TEST_F(Staff, OfAnUnknownClinicIsAnEmptyList) {
  EXPECT_EQ(said(list(no_such_id, cast().admin)), success(200, "Staff members fetched successfully.", "[]"));
}

TEST_F(Staff, IsRefusedInTheOrderOfTheContract) {
  const auto no_clinic = failure(400, "Clinic not found. Please choose a valid clinic.");
  EXPECT_EQ(said(add(no_such_id, cast().patient.id)), no_clinic);
  EXPECT_EQ(said(add(no_such_id, no_such_id)), no_clinic) << "the clinic is looked at first";
  EXPECT_EQ(said(add(cast().clinic, no_such_id)), failure(400, "User not found. Please choose a valid user."));
  EXPECT_EQ(said(add(cast().clinic, cast().admin.id)), failure(400, "Admin cannot be added as a staff member."));
  const auto taken =
      failure(400, "User already assigned as a staff member in another clinic. Please choose a different user.");
  EXPECT_EQ(said(add(cast().other_clinic, cast().staff.id)), taken);
  EXPECT_EQ(said(add(cast().clinic, cast().staff.id)), taken) << "for the same clinic too";
}

TEST_F(Staff, IsRemovedAndAPatientAgainAtOnce) {
  const auto clinic = fresh_clinic();
  const auto person = staff_of(client, cast().admin, clinic);
  EXPECT_EQ(said(remove(clinic, person.id)),
            success_without_data(200, "Staff member removed from clinic successfully."));
  EXPECT_EQ(said(list(clinic, person)), failure(401, "Unauthorized"));
  EXPECT_EQ(said(list(clinic, cast().admin)), success(200, "Staff members fetched successfully.", "[]"));
  const auto shown = client.get("/api/auth/me", person.access_token).json()["data"];
  EXPECT_EQ(shown["role"].text(), "PATIENT");
  EXPECT_TRUE(shown["clinicId"].is_null());
  EXPECT_EQ(said(client.post("/api/queues/init/" + clinic, "{}", person.access_token)), failure(401, "Unauthorized"));
  EXPECT_EQ(take(person, fresh_queue())["tokenNumber"].number(), 1) << "and takes tokens as patients do";
}

TEST_F(Staff, OnceRemovedIsFreeForAnyClinic) {
  const auto first = fresh_clinic();
  const auto second = fresh_clinic();
  const auto person = staff_of(client, cast().admin, first);
  ASSERT_EQ(remove(first, person.id).status, 200);
  EXPECT_EQ(add(second, person.id).status, 201);
  EXPECT_EQ(client.get("/api/auth/me", person.access_token).json()["data"]["clinicId"].text(), second);
  EXPECT_EQ(said(remove(first, person.id)),
            failure(400, "User is not a staff member of this clinic. Please choose a different user."));
  EXPECT_EQ(list(second, person).json()["data"].size(), 1U);
}

TEST_F(Staff, IsRemovedInTheOrderOfAddition) {
  const auto not_staff = failure(400, "User is not a staff member of this clinic. Please choose a different user.");
  EXPECT_EQ(said(remove("x", "y")), invalid("params", {{"clinicId", "Invalid UUID"}, {"userId", "Invalid UUID"}}));
  EXPECT_EQ(said(remove(no_such_id, no_such_id)), failure(400, "Clinic not found. Please choose a valid clinic."));
  EXPECT_EQ(said(remove(cast().clinic, no_such_id)), failure(400, "User not found. Please choose a valid user."));
  EXPECT_EQ(said(remove(cast().clinic, cast().patient.id)), not_staff);
  EXPECT_EQ(said(remove(cast().clinic, cast().admin.id)), not_staff);
  EXPECT_EQ(said(remove(cast().clinic, cast().other_staff.id)), not_staff) << "of another clinic";
}

TEST_F(Staff, IsToldOnlyToThatClinicAndAdministrators) {
  EXPECT_EQ(list(cast().clinic, cast().admin).status, 200);
  EXPECT_EQ(list(cast().clinic, cast().staff).status, 200);
  for (const auto& person : {cast().other_staff, cast().patient}) {
    EXPECT_EQ(said(list(cast().clinic, person)), failure(401, "Unauthorized"));
  }
}

}  // namespace
}  // namespace frontdesk::contract
