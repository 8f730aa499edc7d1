// Who may do what: every route and staff event of contract 004 with every kind of caller, generated.
#include <map>
#include <set>

#include "platform/http/router.hpp"
#include "platform/http/target.hpp"
#include "schemas/api/clinics/family.hpp"
#include "schemas/api/families.hpp"
#include "tests/contract/clinics/contract.hpp"
#include "tests/contract/clinics/made_tokens.hpp"

namespace frontdesk::contract {
namespace {

using Names = std::set<std::string>;

// The kinds of callers, by name, with their tokens, and what a caller is told whose token is refused anywhere.
struct Callers {
  std::map<std::string, std::string> tokens;
  std::map<std::string, std::string> denials;
};

const Callers& callers() {
  static const Callers made = [] {
    const auto deployment = deployment_from_environment();
    ClinicClient client(deployment);
    auto ended = patient(client);
    client.post("/api/auth/logout", R"({"refreshToken":")" + ended.refresh_token + R"("})");
    auto disabled = patient(client);
    disable(disabled);
    return Callers{{{"nobody", ""},
                    {"patient", cast().patient.access_token},
                    {"other patient", cast().other_patient.access_token},
                    {"staff", cast().staff.access_token},
                    {"other staff", cast().other_staff.access_token},
                    {"admin", cast().admin.access_token},
                    {"expired", expired_token(cast().admin)},
                    {"ended", ended.access_token},
                    {"disabled", disabled.access_token},
                    {"unknown user", outside_token(no_such_id, "PATIENT")},
                    {"patient from outside", outside_token(cast().patient.id, "ADMIN")},
                    {"staff from outside", outside_token(cast().staff.id, "STAFF")},
                    {"admin from outside", outside_token(cast().admin.id, "ADMIN")}},
                   {{"nobody", "Unauthorized"},
                    {"expired", "jwt expired"},
                    {"ended", "Unauthorized"},
                    {"disabled", "Account is disabled"},
                    {"unknown user", "Unauthorized"}}};
  }();
  return made;
}

const Names anyone = {
    "patient",           "other patient", "staff", "other staff", "admin", "patient from outside", "staff from outside",
    "admin from outside"};
const Names administrators = {"admin"};
const Names clinic_staff = {"admin", "staff"};
const Names all_patients = {"patient", "other patient", "patient from outside"};
const Names this_patient = {"patient", "patient from outside"};
const Names this_staff = {"staff"};

struct Route {
  std::string method;
  std::string target;
  std::string body;
  int status;  // for those who may; nothing here changes anything that another caller would notice
  const Names& allowed;
};

struct Access : Contract {
  static std::string queue() {
    static const std::string id = [] {
      const auto deployment = deployment_from_environment();
      ClinicClient client(deployment);
      return open_queue(client, cast().admin, cast().clinic);
    }();
    return id;
  }

  static std::vector<Route> routes() {
    const auto clinic = "/api/clinic/" + cast().clinic;
    const auto one_queue = "/api/queues/" + queue();
    return {{"GET", "/api/auth/me", "", 200, anyone},
            {"PUT", "/api/auth/me", "{}", 200, anyone},
            {"PUT", "/api/auth/update-password", "{}", 400, anyone},
            {"GET", "/api/auth/sessions", "", 200, anyone},
            {"DELETE", "/api/auth/sessions/" + std::string(no_such_id), "", 400, anyone},
            {"POST", "/api/clinic", "{}", 400, administrators},
            {"GET", "/api/clinic", "", 200, anyone},
            {"GET", clinic, "", 200, anyone},
            {"PATCH", clinic, "{}", 200, administrators},
            {"POST", clinic + "/staff", "{}", 400, administrators},
            {"GET", clinic + "/staff", "", 200, clinic_staff},
            {"DELETE", clinic + "/staff/" + no_such_id, "", 400, administrators},
            {"POST", "/api/queues/init/" + cast().clinic, "{}", 400, clinic_staff},
            {"GET", "/api/queues/" + cast().clinic, "", 200, anyone},
            {"GET", one_queue + "/status", "", 200, anyone},
            {"PATCH", one_queue + "/status", R"({"isActive":true})", 200, clinic_staff},
            {"GET", one_queue + "/activity", "", 200, clinic_staff},
            {"GET", one_queue + "/position", "", 200, all_patients},
            {"POST", "/api/tokens", "{}", 400, all_patients},
            {"DELETE", "/api/tokens/" + std::string(no_such_id), "", 400, all_patients},
            {"GET", "/api/tokens/" + cast().patient.id, "", 200, this_patient},
            {"GET", "/api/tokens/queue/" + queue() + "?tokenNumber=1&status=WAITING", "", 200, this_staff}};
  }
};

TEST_F(Access, IsGivenByRoleClinicAndOwnershipOnEveryRoute) {
  for (const auto& route : routes()) {
    for (const auto& [name, token] : callers().tokens) {
      SCOPED_TRACE(route.method + " " + route.target + " by " + name);
      const auto answered = client.send(route.method, route.target, route.body, token);
      if (route.allowed.contains(name)) {
        EXPECT_EQ(answered.status, route.status) << answered.body;
        continue;
      }
      const auto denial = callers().denials.find(name);
      EXPECT_EQ(said(answered), failure(401, denial == callers().denials.end() ? "Unauthorized" : denial->second));
    }
  }
}

// Which route of the tables a request asks for, as the services find it.
class RouteFinder {
 public:
  RouteFinder() {
    for (const auto* family : api::families()) {
      for (const auto& route : family->routes) {
        if (route.at.pattern.empty()) continue;
        router_.add(std::string(route.at.method), route.at.pattern,
                    [this, name = route.name()](auto, const auto&) { found_ = name; });
      }
    }
  }
  std::string name_of(const std::string& method, const std::string& target) {
    auto request = std::make_shared<http::Request>();
    request->method = method;
    found_.clear();
    if (http::read_target(target, *request)) router_(request, [](auto) {});
    return found_;
  }

 private:
  http::Router router_;
  std::string found_;
};

TEST_F(Access, IsTriedOnEveryRouteOfTheFamilyThatNeedsABearer) {
  Names needing;
  for (const auto& route : api::clinics::family().routes) {
    if (!route.at.pattern.empty() && route.who.may != nullptr) needing.insert(route.name());
  }
  RouteFinder finder;
  Names tried;
  for (const auto& route : routes()) tried.insert(finder.name_of(route.method, route.target));
  EXPECT_EQ(tried, needing);
}

// What staff are told who may, where there is nobody to call and no such token.
const std::map<std::string, std::string> staff_event_refusals = {
    {"queue-call-next", "No waiting tokens in this queue"},
    {"queue-skip-token", "Token not found or cannot be skipped"},
    {"queue-start-token", "Token is not called or already started"},
    {"queue-complete-token", "Token is not called or already completed"}};

// Rooms are the gateway's own (sockets_test.cpp).
TEST_F(Access, IsTriedOnEverySocketEventOfTheFamilyThatIsACommand) {
  Names paths;
  for (const auto& route : api::clinics::family().routes) {
    if (!route.socket.event.empty() && !route.socket.of_gateway) paths.insert(api::socket_path(route.socket.event));
  }
  Names tried;
  for (const auto& [event, refusal] : staff_event_refusals) tried.insert("/internal/sockets/" + event);
  EXPECT_EQ(tried, paths);
}

TEST_F(Access, ToStaffEventsIsGivenByRoleAndClinic) {
  const auto unknown = R"({"queueId":")" + queue() + R"(","tokenId":")" + no_such_id + R"("})";
  for (const auto& [event, refusal] : staff_event_refusals) {
    for (const auto& [name, token] : callers().tokens) {
      SCOPED_TRACE(event + " by " + name);
      Person person;
      person.access_token = token;
      const auto answered = staff_event(event, event == "queue-call-next" ? take_body(queue()) : unknown, person);
      const auto denial = callers().denials.find(name);
      if (denial != callers().denials.end()) {
        EXPECT_EQ(said(answered), failure(401, denial->second));
        continue;
      }
      const auto error = clinic_staff.contains(name) ? refusal : "Unauthorized";
      EXPECT_EQ(said(answered), R"(200 {"success":false,"error":")" + error + R"("})");
    }
  }
}

}  // namespace
}  // namespace frontdesk::contract
