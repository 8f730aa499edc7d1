// README of the contracts, section 9: PATCH /api/clinic/:clinicId.
#include <atomic>

#include "tests/contract/clinics/contract.hpp"
#include "tests/support/crowd.hpp"

namespace frontdesk::contract {
namespace {

struct ClinicChanges : Contract {
  const std::string admin = cast().admin.access_token;
  const std::string updated = success_without_data(200, "Clinic updated successfully.");
  const std::string exists = failure(400, "A clinic with this name already exists at this location.");

  std::string change(const std::string& clinic, const std::string& body, ClinicClient::Headers headers = {}) {
    return said(client.send("PATCH", "/api/clinic/" + clinic, body, admin, std::move(headers)));
  }
  Json shown(const std::string& clinic) { return client.get("/api/clinic/" + clinic, admin).json()["data"]; }
  Json list(const std::string& name) {
    return client.get("/api/clinic?query=" + name, admin).json()["data"]["clinics"];
  }
  static std::string named(const std::string& name) { return R"({"name":")" + name + R"("})"; }
  // Its id, empty when refused.
  std::string create(const std::string& name) {
    const auto answered =
        client.post("/api/clinic", R"({"name":")" + name + R"(","latitude":12.5,"longitude":13.5})", admin);
    return answered.status == 201 ? answered.header("location").substr(12) : "";
  }
};

TEST_F(ClinicChanges, ChangeWhatIsGivenAndNothingElse) {
  const auto clinic = create(unique_name("Changed"));
  const auto before = shown(clinic);
  EXPECT_EQ(
      change(clinic, R"({"address":"2 High St","phone":"0123456789","openingHours":{"start":"08:30","end":"12:00"}})"),
      updated);
  const auto after = shown(clinic);
  EXPECT_EQ(after["address"].text(), "2 High St");
  EXPECT_EQ(after["phone"].text(), "0123456789");
  EXPECT_EQ(after["openingHours"].dump(), R"({"start":"08:30","end":"12:00"})");
  for (const auto* name : {"id", "name", "latitude", "longitude", "email", "type", "isActive", "createdAt"}) {
    EXPECT_EQ(after[name].dump(), before[name].dump()) << name;
  }
  EXPECT_GT(after["updatedAt"].text(), before["updatedAt"].text());
  EXPECT_FALSE(after["timezone"].exists());
}

TEST_F(ClinicChanges, ChangeEverythingAtOnce) {
  const auto clinic = create(unique_name("Old"));
  const auto name = unique_name("All-new");
  EXPECT_EQ(change(clinic,
                   R"({"name":")" + name +
                       R"(","address":"1 Main St","latitude":-33.8688,"longitude":151.2093,"phone":"0123456789",)"
                       R"("email":"desk@clinic.example","website":"https://clinic.example/","description":"Für alle",)"
                       R"("openingHours":"{\"start\":\"08:30\",\"end\":\"12:00\"}","type":"DENTIST",)"
                       R"("timezone":"Australia/Sydney","isActive":true,"unknown":1})"),
            updated);
  const auto after = shown(clinic);
  EXPECT_EQ(after["name"].text(), name);
  EXPECT_EQ(after["latitude"].real(), -33.8688);
  EXPECT_EQ(after["type"].text(), "DENTIST");
  EXPECT_EQ(after["timezone"].text(), "Australia/Sydney");
  EXPECT_EQ(list(name).size(), 1U);
}

TEST_F(ClinicChanges, AreNoneForAnEmptyObject) {
  const auto clinic = create(unique_name("Same"));
  const auto before = shown(clinic).dump();
  EXPECT_EQ(change(clinic, "{}"), updated);
  EXPECT_EQ(change(clinic, R"({"address":"","type":"","unknown":1})"), updated) << "empty counts as absent";
  EXPECT_EQ(shown(clinic).dump(), before);
}

TEST_F(ClinicChanges, AreValidatedLikeACreation) {
  EXPECT_EQ(change("x", "{}"), invalid("params", {{"clinicId", "Invalid UUID"}}));
  EXPECT_EQ(change(cast().clinic, "[]"), invalid("body", {{"", "Invalid input: expected object, received array"}}));
  EXPECT_EQ(change(cast().clinic, ""), invalid("body", {{"", "Invalid input: expected object, received undefined"}}));
  EXPECT_EQ(change(cast().clinic, "{"), failure(400, "Invalid JSON"));
  EXPECT_EQ(
      change(cast().clinic,
             R"({"name":"","address":1,"latitude":"1","longitude":200,"phone":"1","email":"x","website":"x",)"
             R"("description":2,"openingHours":"x","type":"x","timezone":"Mars/Base","isActive":"yes"})"),
      invalid("body",
              {{"name", "Too small: expected string to have >=1 characters"},
               {"address", "Invalid input: expected string, received number"},
               {"latitude", "Invalid input: expected number, received string"},
               {"longitude", "Too big: expected number to be <=180"},
               {"phone", R"(Invalid string: must match pattern /^\d{10}$/)"},
               {"email", "Invalid email address"},
               {"website", "Invalid URL"},
               {"description", "Invalid input: expected string, received number"},
               {"openingHours", "Invalid JSON"},
               {"type", R"(Invalid option: expected one of "GENERAL_PRACTICE"|"PEDIATRICS"|"DERMATOLOGY"|"PSYCHIATRY"|)"
                        R"("GYNECOLOGY"|"ORTHOPEDICS"|"ENT"|"DENTIST")"},
               {"timezone", "Invalid timezone"},
               {"isActive", "Invalid input: expected boolean, received string"}}));
  EXPECT_EQ(change(no_such_id, "{}"), failure(400, "Clinic not found."));
  EXPECT_EQ(change(no_such_id, named("New")), failure(400, "Clinic not found."));
}

TEST_F(ClinicChanges, KeepNameAndPlaceUnique) {
  const auto first = unique_name("First");
  const auto second = unique_name("Second");
  const auto one = create(first);
  const auto other = create(second);
  EXPECT_EQ(change(one, named(second)), exists);
  EXPECT_EQ(shown(one)["name"].text(), first);
  EXPECT_EQ(change(one, named(first)), updated) << "its own name is no other's";
  EXPECT_EQ(change(one, R"({"name":")" + second + R"(","latitude":12.6})"), updated) << "elsewhere";
  EXPECT_EQ(change(one, R"({"latitude":12.5})"), exists) << "where the other one stands";
  EXPECT_EQ(create(second), "");
}

TEST_F(ClinicChanges, FreeTheNameThatIsLeft) {
  const auto left = unique_name("Left");
  const auto gone_to = unique_name("Gone-to");
  const auto one = create(left);
  ASSERT_EQ(change(one, named(gone_to)), updated);
  EXPECT_EQ(create(gone_to), "");
  const auto other = create(left);
  EXPECT_NE(other, "") << "as soon as the change is answered";
  EXPECT_EQ(change(one, named(left)), exists) << "and is not the former one's any more";
  ASSERT_EQ(change(other, named(unique_name("Away"))), updated);
  EXPECT_EQ(change(one, named(left)), updated) << "but may become it again";
  EXPECT_EQ(create(left), "");
}

TEST_F(ClinicChanges, AreRefusedToAllButOneWhenManyWantAName) {
  const auto wanted = unique_name("Wanted");
  std::vector<std::string> clinics;
  for (int i = 0; i < 5; ++i) clinics.push_back(create(unique_name("Wants")));
  std::atomic<int> successes{0};
  std::atomic<int> refusals{0};
  std::vector<std::unique_ptr<ClinicClient>> clients;
  for (int i = 0; i < 6; ++i) clients.push_back(std::make_unique<ClinicClient>(deployment));
  const auto failed = test_support::all_at_once(
      6, [](std::size_t) {},
      [&](std::size_t i) {
        const auto answered =
            i < 5 ? clients[i]->send("PATCH", "/api/clinic/" + clinics[i],
                                     R"({"name":")" + wanted + R"(","latitude":12.5,"longitude":13.5})", admin)
                  : clients[i]->post("/api/clinic", R"({"name":")" + wanted + R"(","latitude":12.5,"longitude":13.5})",
                                     admin);
        if (answered.status < 300) ++successes;
        if (said(answered) == exists) ++refusals;
      });
  EXPECT_EQ(failed, "");
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, 5);
  EXPECT_EQ(list(wanted).size(), 1U);
}

TEST_F(ClinicChanges, AreBothMadeWhenTwoRenameAClinicAtOnce) {
  const auto clinic = create(unique_name("Renamed"));
  ClinicClient clients[] = {ClinicClient(deployment), ClinicClient(deployment)};
  for (int round = 0; round < 30; ++round) {
    const std::string names[] = {unique_name("This"), unique_name("That")};
    std::string answers[2];
    const auto failed = test_support::all_at_once(
        2, [](std::size_t) {},
        [&](std::size_t i) {
          answers[i] = said(clients[i].send("PATCH", "/api/clinic/" + clinic, named(names[i]), admin));
        });
    ASSERT_EQ(failed, "");
    ASSERT_EQ(answers[0], updated) << "round " << round;
    ASSERT_EQ(answers[1], updated) << "round " << round;
    const auto name = shown(clinic)["name"].text();
    ASSERT_TRUE(name == names[0] || name == names[1]) << name;
    ASSERT_NE(create(name == names[0] ? names[1] : names[0]), "") << "the first of the two names is free again";
  }
}

TEST_F(ClinicChanges, AreAnsweredAgainUnderTheirKey) {
  const auto name = unique_name("Keyed");
  const auto clinic = create(unique_name("Unkeyed"));
  const auto taken = unique_name("Taken");
  create(taken);
  EXPECT_EQ(change(clinic, named(name), {{"Idempotency-Key", "rename"}}), updated);
  EXPECT_EQ(change(clinic, named(taken), {{"Idempotency-Key", "taken"}}), exists);
  ASSERT_EQ(change(clinic, named(unique_name("Later"))), updated);
  EXPECT_NE(create(name), "") << "free again";
  EXPECT_EQ(change(clinic, named(name), {{"Idempotency-Key", "rename"}}), updated) << "said, not done once more";
  EXPECT_TRUE(shown(clinic)["name"].text().starts_with("Later"));
  EXPECT_EQ(change(clinic, named(taken), {{"Idempotency-Key", "taken"}}), exists);
  EXPECT_EQ(change(clinic, named("Other"), {{"Idempotency-Key", "rename"}}),
            failure(400, "Idempotency key was used for another request"));
}

TEST_F(ClinicChanges, TakeNoPlaceWhenTheirKeyIsRefused) {
  const auto clinic = create(unique_name("Keyed"));
  ASSERT_EQ(change(clinic, named(unique_name("Renamed")), {{"Idempotency-Key", "first"}}), updated);
  const auto reused = unique_name("Reused");
  EXPECT_EQ(change(clinic, named(reused), {{"Idempotency-Key", "first"}}),
            failure(400, "Idempotency key was used for another request"));
  EXPECT_NE(create(reused), "");
  const auto malformed = unique_name("Malformed");
  EXPECT_EQ(change(clinic, named(malformed), {{"Idempotency-Key", std::string(129, 'x')}}),
            failure(400, "Invalid Idempotency-Key"));
  EXPECT_NE(create(malformed), "");
}

TEST_F(ClinicChanges, TakeNoPlaceWhenTheyAreRepeatedAfterTheClinicHasMovedOn) {
  const auto clinic = create(unique_name("Keyed"));
  const auto former = unique_name("Former");
  const auto latest = unique_name("Latest");
  ASSERT_EQ(change(clinic, named(former), {{"Idempotency-Key", "former"}}), updated);
  ASSERT_EQ(change(clinic, named(latest)), updated);
  EXPECT_EQ(change(clinic, named(former), {{"Idempotency-Key", "former"}}), updated) << "said, not done once more";
  EXPECT_EQ(shown(clinic)["name"].text(), latest);
  EXPECT_NE(create(former), "") << "nobody stands there";
}

TEST_F(ClinicChanges, HideTheInactiveFromLists) {
  const auto name = unique_name("Inactive");
  const auto clinic = create(name);
  ASSERT_EQ(list(name).size(), 1U);
  EXPECT_EQ(change(clinic, R"({"isActive":false})"), updated);
  EXPECT_EQ(list(name).size(), 0U);
  EXPECT_FALSE(shown(clinic)["isActive"].boolean()) << "still shown by its id";
  EXPECT_EQ(create(name), "") << "it keeps its place";
  EXPECT_EQ(change(clinic, R"({"isActive":true})"), updated);
  EXPECT_EQ(list(name).size(), 1U);
}

// 26 hours: wherever it is today in the first zone, it is tomorrow at least in the second.
TEST_F(ClinicChanges, GiveNoSecondQueueWhereItIsTomorrowWhileTheFirstIsTodays) {
  const auto clinic = fresh_clinic(R"(,"timezone":"Etc/GMT+12")");
  const auto init = [&] { return client.post("/api/queues/init/" + clinic, "{}", admin); };
  const auto first = init();
  ASSERT_EQ(first.status, 201) << first.body;
  const auto queue = first.json()["data"]["id"].text();
  const auto before = client.get("/api/queues/" + clinic, admin).body;
  const auto waiting = patient(client);
  take(waiting, queue);
  for (const auto* zone : {"Pacific/Kiritimati", "Asia/Tokyo", "Etc/GMT+12", "Pacific/Auckland"}) {
    EXPECT_EQ(change(clinic, R"({"timezone":")" + std::string(zone) + R"("})"), updated);
    EXPECT_EQ(said(init()), failure(400, "Queue already exists for this date")) << zone;
    EXPECT_EQ(change(clinic, R"({"isActive":false})"), updated);
    EXPECT_EQ(change(clinic, R"({"isActive":true})"), updated);
    EXPECT_EQ(said(init()), failure(400, "Queue already exists for this date")) << zone << ", active again";
    EXPECT_EQ(client.get("/api/queues/" + clinic, admin).body, before) << zone;
  }
  EXPECT_EQ(said(client.post("/api/tokens", take_body(queue), waiting.access_token)),
            failure(400, "You already have an active token"));
}

TEST_F(ClinicChanges, MovedBackKeepTheQueueThatTheyHave) {
  const auto clinic = fresh_clinic(R"(,"timezone":"Pacific/Kiritimati")");
  const auto queue = open_queue(client, cast().admin, clinic);
  EXPECT_EQ(change(clinic, R"({"timezone":"Etc/GMT+12"})"), updated);
  EXPECT_EQ(said(client.post("/api/queues/init/" + clinic, "{}", admin)),
            failure(400, "Queue already exists for this date"));
  EXPECT_EQ(client.get("/api/queues/" + clinic, admin).json()["data"]["id"].text(), queue);
}

TEST_F(ClinicChanges, LeaveTheQueueOfTodayAlone) {
  const auto clinic = create(unique_name("Hours"));
  const auto queue = open_queue(client, cast().admin, clinic);
  const auto before = client.get("/api/queues/" + clinic, admin).body;
  EXPECT_EQ(change(clinic, R"({"openingHours":{"start":"01:00","end":"02:00"},"timezone":"Asia/Tokyo"})"), updated);
  EXPECT_EQ(client.get("/api/queues/" + clinic, admin).body, before);
  EXPECT_EQ(client.get("/api/queues/" + queue + "/status", admin).status, 200);
}

}  // namespace
}  // namespace frontdesk::contract
