// People who log in elsewhere: contracts' README, sections 2 and 4.
#include <atomic>
#include <thread>

#include "tests/contract/tokens/tokens.hpp"

namespace frontdesk::contract {
namespace {

const std::string unauthorized = R"(401 {"success":false,"message":"Unauthorized","errors":null,"meta":null})";
const std::string user_not_found = R"(4{"message":"INVALID_TOKEN","data":{"message":"User not found"}})";

struct OutsideUsers : TokenContract {
  static std::string of(const std::string& user_id, const std::string& more = {}) {
    return outside_token_of(R"({"userId":)" + json_text(user_id) + more + R"(,"exp":4102444800})");
  }
};

// Each door by itself makes the user, and what it answers can be read at all others at once.
TEST_F(OutsideUsers, AreMadeByTheFirstUseOfTheirTokenAtEveryDoor) {
  const auto user = [] { return new_user(); };
  const auto at_reads = user();
  EXPECT_EQ(me(of(at_reads)).status, 200);
  const auto at_commands = user();
  EXPECT_EQ(change_nothing(of(at_commands)).status, 200);
  const auto at_socketio = user();
  EXPECT_EQ(socketio_by_auth(of(at_socketio)), "let in");
  const auto at_websocket = user();
  EXPECT_EQ(websocket("?token=" + of(at_websocket)), "let in");
  for (const auto& made : {at_reads, at_commands, at_socketio, at_websocket}) {
    EXPECT_EQ(me(of(made)).json()["data"]["id"].text(), made);
    EXPECT_EQ(change_nothing(of(made)).status, 200);
    EXPECT_EQ(socketio_by_auth(of(made)), "let in");
    const auto admissions = admissions_of(made);
    ASSERT_EQ(admissions.size(), 1U) << made;
    EXPECT_EQ(admissions[0]["origin"].text(), "OUTSIDE_TOKEN");
  }
}

TEST_F(OutsideUsers, AreMadeOnceByManyFirstUsesAtOnceOfAllDoors) {
  constexpr int rounds = 20;
  std::vector<std::string> users;
  for (int round = 0; round < rounds; ++round) {
    const auto user = new_user();
    users.push_back(user);
    const auto token = of(user);
    std::atomic<int> served{0};
    std::vector<std::thread> threads;
    const auto at_once = [&](auto use) { threads.emplace_back([&served, use] { served += use() ? 1 : 0; }); };
    for (int i = 0; i < 2; ++i) {
      at_once([&] { return ClinicClient(deployment).get("/api/auth/me", token).status == 200; });
      at_once([&] { return ClinicClient(deployment).send("PUT", "/api/auth/me", "{}", token).status == 200; });
      at_once([&] { return socketio_by_auth(token) == "let in"; });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(served, 6) << "round " << round;
  }
  std::map<std::string, int> made;
  for (const auto& record : read_accepted("frontdesk.identity", 4)) {
    if (record.header("ce_type") == "OutsideUserAdmitted") ++made[record.key];
  }
  for (const auto& user : users) EXPECT_EQ(made[user], 1) << user;
}

TEST_F(OutsideUsers, AreKnownByTheFirstClaimThatIsThere) {
  const auto first = new_user();
  const std::pair<std::string, std::string> claims[] = {
      {R"({"userId":)" + json_text(first) + R"(,"id":"x","sub":"y","uid":"z","exp":4102444800})", first},
      {R"({"userId":null,"id":)" + json_text(first) + R"(,"sub":"y","exp":4102444800})", first},
      {R"({"userId":"","sub":)" + json_text(first) + R"(,"uid":"z","exp":4102444800})", first},
      {R"({"uid":)" + json_text(first) + R"(,"exp":4102444800})", first},
      {R"({"userId":4711,"exp":4102444800})", "4711"}};
  for (const auto& [json, id] : claims) {
    EXPECT_EQ(me(outside_token_of(json)).json()["data"]["id"].text(), id) << json;
  }
}

TEST_F(OutsideUsers, AreCalledAsTheirTokenSaysElseByTheirAddressElseByTheirId) {
  const auto shown = [&](const std::string& claims) { return me(of(new_user(), claims)).json()["data"]; };
  const auto named =
      shown(R"(,"name":"Asha Rao","email":"Asha@Example.com","image":"https://x.example/a.png","role":"seller")");
  EXPECT_EQ(named["firstName"].text() + "|" + named["lastName"].text(), "Asha Rao|");
  EXPECT_EQ(named["email"].text(), "Asha@Example.com");
  EXPECT_EQ(named["profilePicture"].text(), "https://x.example/a.png");
  EXPECT_EQ(named["role"].text(), "SELLER");
  EXPECT_EQ(shown(R"(,"fullname":"Ben Low","displayName":"No")")["firstName"].text(), "Ben Low");
  EXPECT_EQ(shown(R"(,"displayName":"Cy")")["firstName"].text(), "Cy");
  EXPECT_EQ(shown(R"(,"email":"dana@example.com")")["firstName"].text(), "dana");
  EXPECT_EQ(shown(R"(,"email":"eli@example.com","name":" ​ ")")["firstName"].text(), "eli")
      << "blanks and invisible characters are no name";
  EXPECT_EQ(shown(R"(,"name":"a\u0000b","email":"fay@example.com")")["firstName"].text(), "fay")
      << "a text that no store can keep";
  const auto user = new_user();
  EXPECT_EQ(me(of(user)).json()["data"]["firstName"].text(), user);
}

TEST_F(OutsideUsers, HaveTheRoleOfTheirTokenByEveryAlias) {
  const std::pair<const char*, const char*> words[] = {
      {"petOwner", "PATIENT"},  {"pet_parent", "PATIENT"}, {"veterinarian", "STAFF"}, {"staff", "STAFF"},
      {"Staff", "STAFF"},       {"hospital", "HOSPITAL"},  {"buyer", "PATIENT"},      {"SELLER", "SELLER"},
      {"employee", "EMPLOYEE"}, {"admin", "ADMIN"},        {"moderator", "PATIENT"},  {"", "PATIENT"}};
  for (const auto& [word, printed] : words) {
    EXPECT_EQ(me(of(new_user(), R"(,"role":)" + json_text(word))).json()["data"]["role"].text(), printed) << word;
  }
}

TEST_F(OutsideUsers, AreNeverPatientsOrDoctorsWhoHaveNotRegistered) {
  for (const auto* word : {"patient", "doctor", "Patient", "DOCTOR"}) {
    const auto user = new_user();
    const auto token = of(user, R"(,"role":)" + json_text(word));
    EXPECT_EQ(said(me(token)), unauthorized) << word;
    EXPECT_EQ(said(change_nothing(token)), unauthorized) << word;
    EXPECT_EQ(socketio_by_auth(token), user_not_found) << word;
    EXPECT_EQ(websocket("?token=" + token), R"(401 {"message":"Unauthorized - Invalid token"})") << word;
    EXPECT_TRUE(admissions_of(user).empty()) << word;
    ASSERT_EQ(me(of(user, R"(,"role":"petOwner")")).status, 200);
    EXPECT_EQ(said(me(token)), unauthorized) << word << ", after another token has made the user";
  }
  const auto registered = patient(client);
  EXPECT_EQ(me(of(registered.id, R"(,"role":"patient")")).status, 200);
}

// A token of any system is valid at all of them, but the stored role of who has registered decides.
TEST_F(OutsideUsers, WhoHaveRegisteredHereKeepTheirStoredRole) {
  const auto registered = patient(client);
  for (const auto* word : {"patient", "doctor", "admin", "seller", "nonsense"}) {
    const auto shown = me(of(registered.id, R"(,"role":)" + json_text(word) + R"(,"name":"Somebody Else")")).json();
    EXPECT_EQ(shown["data"]["role"].text(), "PATIENT") << word;
    EXPECT_EQ(shown["data"]["firstName"].text(), "Asha") << "and their name";
  }
  EXPECT_TRUE(admissions_of(registered.id).empty());
}

// Contract 004: an id that equals the id of a known user of another system passes as `userId` and `patientId`.
TEST_F(OutsideUsers, TakeTokensOfAQueueAndAreNamedByTheirIds) {
  const auto admin = administrator(deployment, client);
  const auto clinic = create_clinic(client, admin);
  const auto queue = open_queue(client, admin, clinic);
  const auto invalid = [](const std::string& part, const std::string& name) {
    return R"(400 {"success":false,"message":"Invalid request )" + part + R"(","errors":[{"path":")" + name +
           R"(","message":"Invalid UUID"}],"meta":null})";
  };
  const auto user = new_user("buyer");
  const auto token = of(user, R"(,"role":"buyer")");
  const auto taken = client.post("/api/tokens", R"({"queueId":)" + json_text(queue) + "}", token);
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(client.get("/api/tokens/" + user, token).json()["data"]["patientId"].text(), user);
  const auto other = new_user("buyer");
  EXPECT_EQ(said(client.get("/api/tokens/" + other, token)), invalid("params", "patientId")) << "nobody yet";
  ASSERT_EQ(me(of(other)).status, 200);
  EXPECT_EQ(said(client.get("/api/tokens/" + other, token)), unauthorized);
  EXPECT_EQ(said(client.get("/api/tokens/" + user, of(new_user(), R"(,"role":"seller")"))), unauthorized)
      << "a seller has no part in queues";

  const auto staff = "/api/clinic/" + clinic + "/staff";
  const auto add = [&](const std::string& id) {
    return client.post(staff, R"({"userId":)" + json_text(id) + "}", admin.access_token);
  };
  EXPECT_EQ(add(user).status, 201);
  EXPECT_EQ(said(add(new_user())), invalid("body", "userId"));
  EXPECT_EQ(said(client.send("DELETE", staff + "/" + new_user(), "", admin.access_token)), invalid("params", "userId"));
  EXPECT_EQ(client.get(staff, token).status, 401) << "staff by the stored role, but not with a key of ours";
  EXPECT_EQ(client.send("DELETE", staff + "/" + user, "", admin.access_token).status, 200);
}

TEST_F(OutsideUsers, MayHaveAnAddressThatSomebodyRegistersOrHasRegistered) {
  auto registered = patient(client);
  const auto same = R"(,"email":)" + json_text(registered.email);
  EXPECT_EQ(me(of(new_user(), same)).status, 200);
  EXPECT_EQ(me(of(new_user(), same)).status, 200) << "two of them, too";
  log_in(client, registered);
  EXPECT_EQ(me(registered.access_token).json()["data"]["id"].text(), registered.id);
  const auto address = unique_name("later") + "@example.com";
  ASSERT_EQ(me(of(new_user(), R"(,"email":)" + json_text(address))).status, 200);
  const auto body = R"({"firstName":"Later","lastName":"Comer","email":)" + json_text(address) +
                    R"(,"password":"correct horse","confirmPassword":"correct horse"})";
  EXPECT_EQ(client.post("/api/auth/register", body).status, 200);
}

TEST_F(OutsideUsers, HaveNoPasswordToLogInWithOrToChange) {
  const auto address = unique_name("nobody") + "@example.com";
  const auto token = of(new_user(), R"(,"email":)" + json_text(address));
  ASSERT_EQ(me(token).status, 200);
  for (const auto* password : {"", "hunter", "null", "undefined"}) {
    EXPECT_NE(client
                  .post("/api/auth/login",
                        R"({"email":)" + json_text(address) + R"(,"password":)" + json_text(password) + "}")
                  .status,
              200);
  }
  const auto answered =
      client.send("PUT", "/api/auth/update-password",
                  R"({"oldPassword":"anything","newPassword":"new secret","confirmNewPassword":"new secret"})", token);
  EXPECT_EQ(said(answered), R"(400 {"success":false,"message":"Invalid old password","errors":null,"meta":null})");
}

TEST_F(OutsideUsers, AreToldOfOnTheRestrictedTopicAlone) {
  const auto user = new_user();
  const auto secret_name = unique_name("Quite-Personal");
  ASSERT_EQ(me(of(user, R"(,"name":)" + json_text(secret_name))).status, 200);
  ASSERT_EQ(admissions_of(user).size(), 1U);
  for (const auto& record : read_topic("frontdesk.events", 8)) {
    EXPECT_EQ(record.value.find(secret_name), std::string::npos) << record.value;
  }
}

}  // namespace
}  // namespace frontdesk::contract
