// Contract 004, section 3: every validation text, and the order of items.
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Validation : Contract {
  const std::string admin = cast().admin.access_token;
  const std::string patient_token = cast().patient.access_token;
  const std::string staff = cast().staff.access_token;

  std::string post(const std::string& target, const std::string& body, const std::string& token = {}) {
    return said(client.post(target, body, token));
  }
  std::string put(const std::string& target, const std::string& body, const std::string& token) {
    return said(client.send("PUT", target, body, token));
  }
  std::string get(const std::string& target, const std::string& token) { return said(client.get(target, token)); }
  // A clinic with one field of another value.
  std::string clinic_with(const std::string& field, const std::string& json) {
    return post("/api/clinic", R"({"name":"Valid","latitude":1,"longitude":1,")" + field + R"(":)" + json + "}", admin);
  }
  std::string expected(const std::string& type, const std::string& received) {
    return "Invalid input: expected " + type + ", received " + received;
  }
  static std::string letters(std::size_t count) { return std::string(count, 'a'); }
  static inline const std::string clinic_type_text =
      R"(Invalid option: expected one of "GENERAL_PRACTICE"|"PEDIATRICS"|"DERMATOLOGY"|"PSYCHIATRY"|"GYNECOLOGY"|)"
      R"("ORTHOPEDICS"|"ENT"|"DENTIST")";
  static inline const std::string nul = "Invalid input: NUL character";
};

TEST_F(Validation, TellsOfAMissingBody) {
  const auto none = invalid("body", {{"", expected("object", "undefined")}});
  for (const auto* target : {"/api/auth/register", "/api/auth/login", "/api/auth/refresh-token", "/api/auth/logout"}) {
    EXPECT_EQ(post(target, ""), none) << target;
  }
  EXPECT_EQ(post("/api/clinic", "", admin), none);
  EXPECT_EQ(post("/api/clinic/" + cast().clinic + "/staff", "", admin), none);
  EXPECT_EQ(post("/api/queues/init/" + cast().clinic, "", admin), none);
  EXPECT_EQ(post("/api/tokens", "", patient_token), none);
  EXPECT_EQ(put("/api/auth/update-password", "", patient_token), none);
}

TEST_F(Validation, TellsOfAnArrayAsBody) {
  EXPECT_EQ(post("/api/auth/login", "[]"), invalid("body", {{"", expected("object", "array")}}));
  EXPECT_EQ(post("/api/tokens", "[1]", patient_token), invalid("body", {{"", expected("object", "array")}}));
}

TEST_F(Validation, CallsOtherThanObjectsAndArraysInvalidJson) {
  for (const auto* body : {"{", "\"text\"", "1", "true", "null", "{\"a\":1}x", "{'a':1}", "\xff"}) {
    EXPECT_EQ(post("/api/auth/login", body), failure(400, "Invalid JSON")) << body;
    EXPECT_EQ(post("/api/tokens", body, patient_token), failure(400, "Invalid JSON")) << body;
  }
}

TEST_F(Validation, CountsMultipartElsewhereAsNoBody) {
  const auto answered =
      client.post("/api/auth/login", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nx\r\n--b--\r\n", {},
                  {{"Content-Type", "multipart/form-data; boundary=b"}});
  EXPECT_EQ(said(answered), invalid("body", {{"", expected("object", "undefined")}}));
}

TEST_F(Validation, OfARegistrationNamesEachFieldOnceInOrder) {
  EXPECT_EQ(post("/api/auth/register", "{}"), invalid("body", {{"firstName", expected("string", "undefined")},
                                                               {"lastName", expected("string", "undefined")},
                                                               {"email", "Invalid email address"},
                                                               {"password", expected("string", "undefined")},
                                                               {"confirmPassword", expected("string", "undefined")}}));
  EXPECT_EQ(post("/api/auth/register",
                 R"({"firstName":"Jo","lastName":"Li","email":"x","password":"12345","confirmPassword":"1234"})"),
            invalid("body", {{"firstName", "First name must be at least 3 characters"},
                             {"lastName", "Last name must be at least 3 characters"},
                             {"email", "Invalid email address"},
                             {"password", "Password must be at least 6 characters"},
                             {"confirmPassword", "Password must be at least 6 characters"},
                             {"confirmPassword", "Passwords do not match"}}));
}

TEST_F(Validation, OfARegistrationNamesTheTypeReceived) {
  EXPECT_EQ(
      post("/api/auth/register", R"({"firstName":null,"lastName":1,"email":true,"password":[],"confirmPassword":{}})"),
      invalid("body", {{"firstName", expected("string", "null")},
                       {"lastName", expected("string", "number")},
                       {"email", "Invalid email address"},
                       {"password", expected("string", "array")},
                       {"confirmPassword", expected("string", "object")}}));
  EXPECT_EQ(
      post("/api/auth/register",
           R"({"firstName":false,"lastName":"Doelan","email":"a@example.com","password":"secret1",)"
           R"("confirmPassword":"secret2"})"),
      invalid("body", {{"firstName", expected("string", "boolean")}, {"confirmPassword", "Passwords do not match"}}));
}

TEST_F(Validation, OfARegistrationBoundsLengths) {
  const auto body = [](const std::string& first, const std::string& email, const std::string& password) {
    return R"({"firstName":")" + first + R"(","lastName":"Doelan","email":")" + email + R"(","password":")" + password +
           R"(","confirmPassword":")" + password + R"("})";
  };
  EXPECT_EQ(post("/api/auth/register", body(letters(101), "a@example.com", "secret1")),
            invalid("body", {{"firstName", "Too big: expected string to have <=100 characters"}}));
  EXPECT_EQ(post("/api/auth/register", body("Johnny", letters(250) + "@example.com", "secret1")),
            invalid("body", {{"email", "Too big: expected string to have <=254 characters"}}));
  EXPECT_EQ(post("/api/auth/register", body("Johnny", "a@example.com", letters(73))),
            invalid("body", {{"password", "Password must be at most 72 bytes"}}));
  // 25 letters of three bytes each.
  std::string euros;
  for (int i = 0; i < 25; ++i) euros += "€";
  EXPECT_EQ(post("/api/auth/register", body("Johnny", "a@example.com", euros)),
            invalid("body", {{"password", "Password must be at most 72 bytes"}}));
}

TEST_F(Validation, KnowsTheFormOfAnEmail) {
  for (const auto* email :
       {"", "plain", "@example.com", "a@", "a@b", "a@b.c", "a b@example.com", ".a@example.com", "a.@example.com",
        "a..b@example.com", "a@-b.com", "a@b-.com", "a@b..com", "a@example.c0m", "a@exa_mple.com", "a@b@example.com"}) {
    const auto body = R"({"email":")" + std::string(email) + R"(","password":"some secret"})";
    EXPECT_EQ(post("/api/auth/login", body), invalid("body", {{"email", "Invalid email address"}})) << email;
  }
  const auto name = unique_name("o'neil+tag_x.y");
  EXPECT_EQ(post("/api/auth/login", R"({"email":")" + name + R"(@a-b.example.co","password":"some secret"})"),
            failure(401, "Invalid email or password"));
}

TEST_F(Validation, RefusesNulCharacters) {
  EXPECT_EQ(
      post("/api/auth/register", R"({"firstName":"Joh\u0000nny","lastName":"Doelan","email":"a\u0000@example.com",)"
                                 R"("password":"sec\u0000ret","confirmPassword":"sec\u0000ret"})"),
      invalid("body", {{"firstName", nul}, {"email", nul}, {"password", nul}, {"confirmPassword", nul}}));
  EXPECT_EQ(clinic_with("address", R"("a\u0000b")"), invalid("body", {{"address", nul}}));
  EXPECT_EQ(post("/api/auth/logout", R"({"refreshToken":"\u0000"})"), invalid("body", {{"refreshToken", nul}}));
  EXPECT_EQ(get("/api/clinic?query=a%00b", patient_token), invalid("query", {{"query", nul}}));
}

TEST_F(Validation, OfALogin) {
  EXPECT_EQ(post("/api/auth/login", "{}"),
            invalid("body", {{"email", "Invalid email address"}, {"password", expected("string", "undefined")}}));
  const auto with = [](const std::string& device) {
    return R"({"email":"a@example.com","password":"some secret","deviceInfo":)" + device + "}";
  };
  EXPECT_EQ(post("/api/auth/login", with("{}")),
            invalid("body", {{"deviceInfo.userAgent", expected("string", "undefined")}}));
  EXPECT_EQ(post("/api/auth/login", with(R"({"userAgent":5})")),
            invalid("body", {{"deviceInfo.userAgent", expected("string", "number")}}));
  EXPECT_EQ(post("/api/auth/login", with("\"x\"")), invalid("body", {{"deviceInfo", expected("object", "string")}}));
}

TEST_F(Validation, OfARefreshAndALogout) {
  for (const auto* target : {"/api/auth/refresh-token", "/api/auth/logout"}) {
    EXPECT_EQ(post(target, "{}"), invalid("body", {{"refreshToken", expected("string", "undefined")}}));
    EXPECT_EQ(post(target, R"({"refreshToken":""})"), invalid("body", {{"refreshToken", "Refresh token is required"}}));
    EXPECT_EQ(post(target, R"({"refreshToken":7})"), invalid("body", {{"refreshToken", expected("string", "number")}}));
  }
  EXPECT_EQ(post("/api/auth/refresh-token", R"({"refreshToken":"x","deviceInfo":{}})"),
            invalid("body", {{"deviceInfo.userAgent", expected("string", "undefined")}}));
}

TEST_F(Validation, OfAProfile) {
  EXPECT_EQ(put("/api/auth/me", R"({"firstName":"Jo","lastName":7,"profilePicture":5})", patient_token),
            invalid("body", {{"firstName", "First name must be at least 3 characters"},
                             {"lastName", expected("string", "number")},
                             {"profilePicture", expected("string", "number")}}));
  EXPECT_EQ(put("/api/auth/me", R"({"profilePicture":{"path":"/etc/passwd"}})", patient_token),
            invalid("body", {{"profilePicture", expected("string", "object")}}));
  EXPECT_EQ(put("/api/auth/me", R"({"lastName":")" + letters(101) + R"("})", patient_token),
            invalid("body", {{"lastName", "Too big: expected string to have <=100 characters"}}));
}

TEST_F(Validation, OfANewPassword) {
  EXPECT_EQ(put("/api/auth/update-password", "{}", patient_token),
            invalid("body", {{"oldPassword", expected("string", "undefined")},
                             {"newPassword", expected("string", "undefined")},
                             {"confirmNewPassword", expected("string", "undefined")}}));
  EXPECT_EQ(put("/api/auth/update-password", R"({"oldPassword":"1","newPassword":"2","confirmNewPassword":"3"})",
                patient_token),
            invalid("body", {{"oldPassword", "Old password must be at least 6 characters"},
                             {"newPassword", "New password must be at least 6 characters"},
                             {"confirmNewPassword", "Confirm new password must be at least 6 characters"},
                             {"confirmNewPassword", "New passwords do not match"}}));
  const auto longer = letters(73);
  EXPECT_EQ(
      put("/api/auth/update-password",
          R"({"oldPassword":"secret1","newPassword":")" + longer + R"(","confirmNewPassword":")" + longer + R"("})",
          patient_token),
      invalid("body", {{"newPassword", "Password must be at most 72 bytes"}}));
}

TEST_F(Validation, OfAClinicNamesEachFieldInOrder) {
  EXPECT_EQ(post("/api/clinic", "{}", admin), invalid("body", {{"name", expected("string", "undefined")},
                                                               {"latitude", expected("number", "undefined")},
                                                               {"longitude", expected("number", "undefined")}}));
  EXPECT_EQ(post("/api/clinic",
                 R"({"name":"","address":1,"latitude":"1","longitude":200,"phone":"1","email":"x","website":"x",)"
                 R"("description":2,"openingHours":"x","type":"x","timezone":"Mars/Base"})",
                 admin),
            invalid("body", {{"name", "Too small: expected string to have >=1 characters"},
                             {"address", expected("string", "number")},
                             {"latitude", expected("number", "string")},
                             {"longitude", "Too big: expected number to be <=180"},
                             {"phone", R"(Invalid string: must match pattern /^\d{10}$/)"},
                             {"email", "Invalid email address"},
                             {"website", "Invalid URL"},
                             {"description", expected("string", "number")},
                             {"openingHours", "Invalid JSON"},
                             {"type", clinic_type_text},
                             {"timezone", "Invalid timezone"}}));
}

TEST_F(Validation, OfAClinicBoundsItsValues) {
  const auto of = [&](const std::string& field, const std::string& json) { return clinic_with(field, json); };
  const auto body = [](const std::string& latitude, const std::string& longitude) {
    return R"({"name":"Valid","latitude":)" + latitude + R"(,"longitude":)" + longitude + "}";
  };
  EXPECT_EQ(post("/api/clinic", body("-90.1", "-180.1"), admin),
            invalid("body", {{"latitude", "Too small: expected number to be >=-90"},
                             {"longitude", "Too small: expected number to be >=-180"}}));
  EXPECT_EQ(post("/api/clinic", body("90.1", "180"), admin),
            invalid("body", {{"latitude", "Too big: expected number to be <=90"}}));
  EXPECT_EQ(post("/api/clinic", body("null", "[]"), admin),
            invalid("body", {{"latitude", expected("number", "null")}, {"longitude", expected("number", "array")}}));
  const auto too_big = [](const std::string& count) {
    return "Too big: expected string to have <=" + count + " characters";
  };
  EXPECT_EQ(post("/api/clinic", R"({"name":")" + letters(201) + R"(","latitude":1,"longitude":1})", admin),
            invalid("body", {{"name", too_big("200")}}));
  EXPECT_EQ(of("address", json_text(letters(501))), invalid("body", {{"address", too_big("500")}}));
  EXPECT_EQ(of("description", json_text(letters(5001))), invalid("body", {{"description", too_big("5000")}}));
  EXPECT_EQ(of("website", json_text("https://" + letters(2041))), invalid("body", {{"website", too_big("2048")}}));
  for (const auto* website :
       {"ftp://clinic.example", "clinic.example", "javascript:alert(1)", "https://", "http:// x"}) {
    EXPECT_EQ(of("website", json_text(website)), invalid("body", {{"website", "Invalid URL"}})) << website;
  }
  for (const auto* phone : {"123456789", "12345678901", "12345abcde", "+123456789"}) {
    EXPECT_EQ(of("phone", json_text(phone)),
              invalid("body", {{"phone", R"(Invalid string: must match pattern /^\d{10}$/)"}}))
        << phone;
  }
}

TEST_F(Validation, OfOpeningHours) {
  const auto of = [&](const std::string& json) { return clinic_with("openingHours", json); };
  const std::string form = R"(Invalid string: must match pattern /^([01]\d|2[0-3]):[0-5]\d$/)";
  EXPECT_EQ(of("{}"), invalid("body", {{"openingHours.start", expected("string", "undefined")},
                                       {"openingHours.end", expected("string", "undefined")}}));
  EXPECT_EQ(of(R"("{\"start\":\"08:00\"}")"), invalid("body", {{"openingHours.end", expected("string", "undefined")}}));
  for (const auto* time : {"24:00", "8:00", "08:60", "08.00", "0800", "08:00 "}) {
    EXPECT_EQ(of(R"({"start":")" + std::string(time) + R"(","end":"23:59"})"),
              invalid("body", {{"openingHours.start", form}}))
        << time;
  }
  EXPECT_EQ(of(R"({"start":"17:00","end":"09:00"})"),
            invalid("body", {{"openingHours.end", "End must be after start"}}));
  EXPECT_EQ(of(R"({"start":"09:00","end":"09:00"})"),
            invalid("body", {{"openingHours.end", "End must be after start"}}));
  EXPECT_EQ(of("5"), invalid("body", {{"openingHours", expected("object", "number")}}));
}

TEST_F(Validation, OfAClinicInAFormReadsNumbersAsText) {
  const auto answered = client.post("/api/clinic", "name=Form&latitude=north&longitude=", admin,
                                    {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(said(answered),
            invalid("body", {{"latitude", expected("number", "NaN")}, {"longitude", expected("number", "NaN")}}));
}

TEST_F(Validation, OfASearch) {
  EXPECT_EQ(get("/api/clinic?latitude=91&longitude=-181&radius=-1&page=0&limit=101&type=x", patient_token),
            invalid("query", {{"latitude", "Too big: expected number to be <=90"},
                              {"longitude", "Too small: expected number to be >=-180"},
                              {"radius", "Too small: expected number to be >=0"},
                              {"page", "Too small: expected number to be >=1"},
                              {"limit", "Too big: expected number to be <=100"},
                              {"type", clinic_type_text}}));
  EXPECT_EQ(get("/api/clinic?page=x&limit=1.5", patient_token),
            invalid("query",
                    {{"page", expected("number", "NaN")}, {"limit", "Invalid input: expected int, received number"}}));
}

TEST_F(Validation, OfIdsInThePath) {
  const auto bad = [](const std::string& name) { return invalid("params", {{name, "Invalid UUID"}}); };
  EXPECT_EQ(get("/api/clinic/x", patient_token), bad("clinicId"));
  EXPECT_EQ(get("/api/clinic/x/staff", admin), bad("clinicId"));
  EXPECT_EQ(post("/api/clinic/x/staff", "{", admin), bad("clinicId")) << "the body is not looked at";
  EXPECT_EQ(post("/api/queues/init/x", "{}", admin), bad("clinicId"));
  EXPECT_EQ(get("/api/queues/x", patient_token), bad("clinicId"));
  EXPECT_EQ(get("/api/queues/x/status", patient_token), bad("queueId"));
  EXPECT_EQ(get("/api/queues/x/activity", admin), bad("queueId"));
  EXPECT_EQ(said(client.send("PATCH", "/api/queues/x/status", "{}", admin)), bad("queueId"));
  EXPECT_EQ(said(client.send("DELETE", "/api/tokens/x", {}, patient_token)), bad("tokenId"));
  EXPECT_EQ(get("/api/tokens/x", patient_token), bad("patientId"));
  EXPECT_EQ(get("/api/tokens/queue/x", staff), bad("queueId")) << "params before query";
}

TEST_F(Validation, KnowsTheFormOfAUuid) {
  const auto missing = failure(400, "Clinic not found.");
  for (const auto* id : {"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
                         "6F1D2C3B-4A59-1E68-8F7A-0B1C2D3E4F50", "6f1d2c3b-4a59-8e68-bf7a-0b1c2d3e4f50"}) {
    EXPECT_EQ(get("/api/clinic/" + std::string(id), patient_token), missing) << id;
  }
  for (const auto* id : {"6f1d2c3b-4a59-0e68-8f7a-0b1c2d3e4f50", "6f1d2c3b-4a59-9e68-8f7a-0b1c2d3e4f50",
                         "6f1d2c3b-4a59-4e68-cf7a-0b1c2d3e4f50", "6f1d2c3b4a594e688f7a0b1c2d3e4f50",
                         "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f5g", "%7B6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50%7D"}) {
    EXPECT_EQ(get("/api/clinic/" + std::string(id), patient_token), invalid("params", {{"clinicId", "Invalid UUID"}}))
        << id;
  }
}

TEST_F(Validation, OfAStaffMember) {
  const auto target = "/api/clinic/" + cast().clinic + "/staff";
  EXPECT_EQ(post(target, "{}", admin), invalid("body", {{"userId", expected("string", "undefined")}}));
  EXPECT_EQ(post(target, R"({"userId":"x"})", admin), invalid("body", {{"userId", "Invalid UUID"}}));
}

TEST_F(Validation, OfAQueuesSize) {
  const auto init = [&](const std::string& json) {
    return post("/api/queues/init/" + cast().clinic, R"({"maxQueueSize":)" + json + "}", admin);
  };
  const auto size = [](const std::string& text) { return invalid("body", {{"maxQueueSize", text}}); };
  EXPECT_EQ(init("0"), size("Too small: expected number to be >=1"));
  EXPECT_EQ(init("10001"), size("Too big: expected number to be <=10000"));
  EXPECT_EQ(init("1.5"), size("Invalid input: expected int, received number"));
  EXPECT_EQ(init(R"("50")"), size(expected("number", "string")));
  EXPECT_EQ(init("null"), size(expected("number", "null")));
}

TEST_F(Validation, OfAQueuesSwitch) {
  const auto queue = fresh_queue();
  const auto patch = [&](const std::string& body) {
    return said(client.send("PATCH", "/api/queues/" + queue + "/status", body, admin));
  };
  EXPECT_EQ(patch(""), invalid("body", {{"", expected("object", "undefined")}}));
  EXPECT_EQ(patch("{}"), invalid("body", {{"isActive", expected("boolean", "undefined")}}));
  EXPECT_EQ(patch(R"({"isActive":"true"})"), invalid("body", {{"isActive", expected("boolean", "string")}}));
}

TEST_F(Validation, OfActivity) {
  EXPECT_EQ(get("/api/queues/" + std::string(no_such_id) + "/activity?page=0&limit=101", admin),
            invalid("query", {{"page", "Too small: expected number to be >=1"},
                              {"limit", "Too big: expected number to be <=100"}}));
}

TEST_F(Validation, OnTokenRoutesRefusesExtraKeys) {
  const auto id = std::string(no_such_id);
  EXPECT_EQ(post("/api/tokens", R"({"queueId":")" + id + R"(","a":1})", patient_token),
            invalid("body", {{"", R"(Unrecognized key: "a")"}}));
  EXPECT_EQ(post("/api/tokens", R"({"b":1,"a":2})", patient_token),
            invalid("body", {{"queueId", expected("string", "undefined")}, {"", R"(Unrecognized keys: "b", "a")"}}));
  EXPECT_EQ(post("/api/tokens?x=1", take_body(id), patient_token),
            invalid("query", {{"", R"(Unrecognized key: "x")"}}));
  EXPECT_EQ(said(client.send("DELETE", "/api/tokens/" + id + "?x=1&y=2", {}, patient_token)),
            invalid("query", {{"", R"(Unrecognized keys: "x", "y")"}}));
  EXPECT_EQ(said(client.send("DELETE", "/api/tokens/" + id, R"({"x":1})", patient_token)),
            invalid("body", {{"", R"(Unrecognized key: "x")"}}));
  EXPECT_EQ(get("/api/tokens/" + cast().patient.id + "?x=1", patient_token),
            invalid("query", {{"", R"(Unrecognized key: "x")"}}));
  EXPECT_EQ(get("/api/tokens/queue/" + id + "?x=1", staff),
            invalid("query", {{"tokenNumber", expected("number", "NaN")},
                              {"status", R"(Invalid option: expected one of "WAITING"|"CALLED"|"SKIPPED"|"COMPLETED")"},
                              {"", R"(Unrecognized key: "x")"}}));
}

TEST_F(Validation, IgnoresExtraKeysElsewhere) {
  EXPECT_EQ(client.get("/api/clinic?x=1", patient_token).status, 200);
  EXPECT_EQ(client.get("/api/auth/me?x=1", patient_token).status, 200);
}

TEST_F(Validation, ComesAfterAuthenticationAndRole) {
  const auto refused = failure(401, "Unauthorized");
  EXPECT_EQ(get("/api/clinic/x", ""), refused);
  EXPECT_EQ(post("/api/clinic", "{", ""), refused);
  EXPECT_EQ(post("/api/clinic", "{", patient_token), refused);
  EXPECT_EQ(post("/api/tokens", "{", staff), refused);
  EXPECT_EQ(post("/api/queues/init/x", "{", patient_token), refused);
  EXPECT_EQ(get("/api/tokens/queue/x", admin), refused);
}

TEST_F(Validation, RefusesLargeBodies) {
  const auto large = R"({"email":")" + letters(101 * 1024) + R"("})";
  EXPECT_EQ(post("/api/auth/login", large), failure(413, "Payload too large"));
  EXPECT_EQ(post("/api/tokens", large, patient_token), failure(413, "Payload too large"));
  const auto fits = R"({"ignored":")" + letters(99 * 1024) + R"("})";
  EXPECT_EQ(post("/api/auth/logout", fits), invalid("body", {{"refreshToken", expected("string", "undefined")}}));
}

TEST_F(Validation, SurvivesDeepNesting) {
  EXPECT_EQ(post("/api/auth/login", std::string(50000, '[')), failure(400, "Invalid JSON"));
  const auto deep =
      R"({"email":)" + std::string(20000, '[') + std::string(20000, ']') + R"(,"password":"some secret"})";
  EXPECT_EQ(post("/api/auth/login", deep), invalid("body", {{"email", "Invalid email address"}}));
}

}  // namespace
}  // namespace frontdesk::contract
