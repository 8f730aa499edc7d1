// How each family speaks: contracts' README, sections 1, 2, 6 and 9, and the contracts' own sections on errors.
#include "schemas/api/manners.hpp"

#include <gtest/gtest.h>

#include <string>

#include "schemas/api/answers.hpp"
#include "schemas/api/clinics/manners.hpp"

namespace frontdesk::api {
namespace {

struct FamilyPaths {
  std::string name;
  std::vector<std::string> paths;
  std::string body;  // of a refusal whose words are "m"
  bool any_origin = false;
  int key_reused = 422;
  int unsupported_encoding = 415;
};

const std::vector<FamilyPaths>& all_families() {
  static const std::vector<FamilyPaths> all{
      {"pet_care",
       {"/get-token", "/appointments/x", "/admin", "/admin/x", "/staff/x", "/chat/create", "/chat/history/x",
        "/media/upload", "/api/get-token", "/api/appointments/x", "/api/admin/x", "/api/staff/x", "/api/chat/create",
        "/api/chat/history", "/api/media/upload"},
       R"({"message":"m"})"},
      {"appointment_chat", {"/api/appointment-chat", "/api/appointment-chat/messages"}, R"({"error":"m"})"},
      {"doctor_chat",
       {"/chat", "/chat/conversations", "/users/x", "/auth/login"},
       R"({"success":false,"message":"m"})"},
      {"doctors", {"/doctors", "/doctors/patients/x/messages"}, R"({"status":"failed","message":"m"})"},
      {"property_market", {"/api/v1", "/api/v1/tickets/x"}, R"({"success":false,"error":"m"})"},
      {"clinics",
       {"/api/auth", "/api/auth/x", "/api/clinic", "/api/queues/x/y", "/api/tokens/x"},
       R"({"success":false,"message":"m","errors":null,"meta":null})",
       true,
       400,
       400}};
  return all;
}

std::string body(const std::string& path, int status, std::string_view words) {
  return error_answer(path, status, words).body;
}

TEST(Manners, AreThoseOfTheFamilyThatThePathLiesIn) {
  for (const auto& family : all_families()) {
    for (const auto& path : family.paths) {
      const auto& manners = manners_of(path);
      EXPECT_EQ(manners.name, family.name) << path;
      EXPECT_EQ(manners.any_origin, family.any_origin) << path;
      EXPECT_EQ(manners.key_reused, family.key_reused) << path;
      EXPECT_EQ(manners.unsupported_encoding, family.unsupported_encoding) << path;
      for (const int status : {400, 404, 408, 413, 422, 429, 500, 503}) {
        EXPECT_EQ(body(path, status, "m"), family.body) << path;
      }
    }
  }
}

TEST(Manners, OfPathsThatAreNobodysNameThePath) {
  for (const std::string path : {"/api/authx", "/api/clinics", "/apix/auth", "/chats", "/doctorsx", "/", "/api",
                                 "/api/chat", "/healthy", "", "nonsense"}) {
    EXPECT_EQ(manners_of(path).name, "elsewhere");
    EXPECT_FALSE(manners_of(path).any_origin);
    EXPECT_EQ(body(path, 404, "m"), R"({"success":false,"error":"m","message":"m","path":")" + path + "\"}");
  }
  EXPECT_EQ(endpoint_not_found_answer("/a\"b").body,
            R"({"success":false,"error":"Endpoint not found","message":"Endpoint not found","path":"/a\"b"})");
}

TEST(Manners, OfTheServersOwnPathsLetAnyPageRead) {
  for (const std::string path : {"/health", "/.well-known/jwks.json", "/socket.io/"}) {
    EXPECT_EQ(manners_of(path).name, "operation");
    EXPECT_TRUE(manners_of(path).any_origin);
    EXPECT_EQ(body(path, 404, "m"), R"({"success":false,"error":"m","message":"m","path":")" + path + "\"}");
  }
}

TEST(Manners, OfDoctorChatLeaveTheEnvelopeOutWhereSomebodyIsNotLetIn) {
  for (const std::string path : {"/chat/conversations", "/users/x", "/auth/login", "/doctors/x"}) {
    EXPECT_EQ(body(path, 401, "m"), R"({"message":"m"})") << path;
    EXPECT_EQ(not_allowed_answer(manners_of(path), path).status, 403);
    EXPECT_EQ(not_allowed_answer(manners_of(path), path).body, R"({"message":"No access"})") << path;
  }
  // Contract 002, sections 3 and 6: a pair that may not talk is no wrong role.
  EXPECT_EQ(body("/chat/conversations/x", 403, "Doctor and patient are not associated"),
            R"({"success":false,"message":"Doctor and patient are not associated"})");
  EXPECT_EQ(body("/doctors/patients/x/messages", 403, "Patient not associated with this doctor"),
            R"({"status":"failed","message":"Patient not associated with this doctor"})");
}

std::string denied(const std::string& path, auth::Denied why, auth::TokenFault fault = auth::TokenFault::malformed) {
  const auto answer = denial_answer(manners_of(path), path, {why, fault});
  EXPECT_EQ(answer.status, 401) << path;
  return answer.body;
}

TEST(Denials, AreSaidAsTheFamilySaysThem) {
  using auth::Denied;
  using auth::TokenFault;
  EXPECT_EQ(denied("/appointments/book", Denied::no_token), R"({"message":"Unauthorized - No token provided"})");
  EXPECT_EQ(denied("/api/admin/assign", Denied::token_fault, TokenFault::expired),
            R"({"message":"Unauthorized - Invalid token"})");
  EXPECT_EQ(denied("/api/appointment-chat/messages", Denied::no_token), R"({"error":"Unauthorized"})");
  EXPECT_EQ(denied("/api/appointment-chat/messages", Denied::session_ended), R"({"error":"Unauthorized"})");
  EXPECT_EQ(denied("/chat/search", Denied::no_token), R"({"message":"access denied"})");
  EXPECT_EQ(denied("/doctors/x", Denied::token_fault, TokenFault::invalid_signature), R"({"message":"Invalid token"})");
  EXPECT_EQ(denied("/users/x", Denied::token_fault, TokenFault::expired), R"({"message":"Token expired"})");
  EXPECT_EQ(denied("/users/x", Denied::session_ended), R"({"message":"token is expired "})");
  EXPECT_EQ(denied("/users/x", Denied::user_not_found), R"({"message":"Invalid token"})");
  EXPECT_EQ(denied("/appointments/book", Denied::user_not_found), R"({"message":"Unauthorized - Invalid token"})");
  EXPECT_EQ(denied("/api/appointment-chat/messages", Denied::user_not_found), R"({"error":"Unauthorized"})");
  EXPECT_EQ(denied("/api/v1/tickets", Denied::no_token),
            R"({"success":false,"error":"No token provided. Please login."})");
  EXPECT_EQ(denied("/api/v1/tickets", Denied::session_ended),
            R"({"success":false,"error":"Invalid or expired token. Please login again."})");
  const auto of_clinics = [](std::string_view words) {
    return R"({"success":false,"message":")" + std::string(words) + R"(","errors":null,"meta":null})";
  };
  EXPECT_EQ(denied("/api/tokens", Denied::no_token), of_clinics("Unauthorized"));
  EXPECT_EQ(denied("/api/tokens", Denied::user_not_found), of_clinics("Unauthorized"));
  EXPECT_EQ(denied("/api/tokens", Denied::token_fault, TokenFault::expired), of_clinics("jwt expired"));
  EXPECT_EQ(denied("/api/tokens", Denied::account_disabled), of_clinics("Account is disabled"));
}

TEST(Denials, AreNoneWhenNobodyCanSay) {
  const auto answer = denial_answer(manners_of("/api/v1"), "/api/v1/tickets", {.why = auth::Denied::unavailable});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"success":false,"error":"Service unavailable. Please try again later."})");
}

TEST(Denials, OfAFamilyAreListedForTheDocument) {
  using Words = std::vector<std::string_view>;
  EXPECT_EQ(denials_of(clinics::manners),
            (Words{"Unauthorized", "jwt malformed", "invalid token", "jwt signature is required", "invalid algorithm",
                   "invalid signature", "jwt expired", "Account is disabled"}));
  EXPECT_EQ(denials_of(manners_of("/chat")),
            (Words{"access denied", "Invalid token", "Token expired", "token is expired "}));
}

TEST(NotAllowed, IsSaidAsTheFamilySaysIt) {
  const auto said = [](const std::string& path) {
    const auto answer = not_allowed_answer(manners_of(path), path);
    return std::to_string(answer.status) + " " + answer.body;
  };
  EXPECT_EQ(said("/admin/assign"), R"(403 {"message":"Forbidden"})");
  EXPECT_EQ(said("/api/appointment-chat/messages"), R"(403 {"error":"Access denied"})");
  EXPECT_EQ(said("/api/v1/tickets"), R"(403 {"success":false,"error":"Not authorized"})");
  EXPECT_EQ(said("/api/clinic"), R"(401 {"success":false,"message":"Unauthorized","errors":null,"meta":null})");
}

TEST(PetCare, SaysInOneMemberWhatIsWrongFirst) {
  const auto& manners = manners_of("/get-token");
  EXPECT_EQ(manners.invalid(Part::body, {{"a", "x"}, {"b", "y"}}), R"({"message":"x"})");
  EXPECT_EQ(manners.invalid(Part::body, {{"", "no object"}, {"a", "x"}}), R"({"message":"x"})")
      << "what a body that is none lacks";
  EXPECT_EQ(manners.invalid(Part::body, {{"", "no object"}}), R"({"message":"no object"})");
  EXPECT_EQ(manners.success("m", "[1]"), R"({"message":"m","data":[1]})");
  EXPECT_EQ(manners.success("m", std::nullopt), R"({"message":"m"})");
}

TEST(ClinicsEnvelope, HasItsKeysInOrder) {
  const auto& manners = clinics::manners;
  EXPECT_EQ(manners.success("m", "[1]"), R"({"success":true,"data":[1],"message":"m","meta":null})");
  EXPECT_EQ(manners.success("m", std::nullopt), R"({"success":true,"message":"m","meta":null})");
  EXPECT_EQ(manners.failure(400, "m\"", "/"), R"({"success":false,"message":"m\"","errors":null,"meta":null})");
  EXPECT_EQ(manners.invalid(Part::query, {{"a.b", "x"}, {"", "\"y\""}}),
            R"({"success":false,"message":"Invalid request query","errors":[{"path":"a.b","message":"x"},)"
            R"({"path":"","message":"\"y\""}],"meta":null})");
}

}  // namespace
}  // namespace frontdesk::api
