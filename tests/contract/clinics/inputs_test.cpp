// Contracts' README, section 9b: what clients send comes back as it was sent, in whatever form it came.
#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Inputs : Contract {
  const std::string admin = cast().admin.access_token;
  const std::string patient_token = cast().patient.access_token;

  static inline const std::string created = success_without_data(201, "New clinic created successfully.");
  static inline const std::string exists = failure(400, "A clinic with this name already exists at this location.");
  static inline const std::string other_content = failure(400, "Idempotency key was used for another request");
  static inline const ClinicClient::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};

  Answered create(const std::string& body, ClinicClient::Headers headers = {}) {
    return client.post("/api/clinic", body, admin, std::move(headers));
  }
  static std::string parts(const Pairs& fields, const std::string& boundary = "edge") {
    std::string body;
    for (const auto& [name, value] : fields)
      body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    return body + "--" + boundary + "--\r\n";
  }
  static ClinicClient::Headers multipart(const std::string& boundary = "edge") {
    return {{"Content-Type", "multipart/form-data; boundary=" + boundary}};
  }
  static ClinicClient::Headers keyed(ClinicClient::Headers headers, const std::string& key) {
    headers.emplace_back("Idempotency-Key", key);
    return headers;
  }
  // Printed as it came: its digits are compared, not its value.
  std::string shown(const Answered& answered) { return client.get(answered.header("location"), patient_token).body; }
  std::size_t found(const std::string& query) {
    const auto answered = client.get("/api/clinic?query=" + query, patient_token);
    EXPECT_EQ(answered.status, 200) << answered.body;
    return static_cast<std::size_t>(answered.json()["data"]["pagination"]["totalCount"].number());
  }
};

TEST_F(Inputs, NumbersComeBackWithTheirDigits) {
  for (const auto* digits : {"-99.13320799999997", "21.701083603113346", "0.0001", "-1.5e-7", "5e-324"}) {
    const auto name = unique_name("Digits");
    const auto answered = create(R"({"name":")" + name + R"(","latitude":1,"longitude":)" + std::string(digits) + "}");
    ASSERT_EQ(said(answered), created);
    EXPECT_NE(shown(answered).find(R"("longitude":)" + std::string(digits) + ","), std::string::npos)
        << digits << ' ' << shown(answered);
    const auto moved =
        client.send("PATCH", answered.header("location"), R"({"latitude":)" + std::string(digits) + "}", admin);
    if (moved.status != 200) continue;  // beyond the poles
    EXPECT_NE(shown(answered).find(R"("latitude":)" + std::string(digits) + ","), std::string::npos) << digits;
  }
}

TEST_F(Inputs, MinusZeroIsZero) {
  const auto answered = create(R"({"name":")" + unique_name("Null Island") + R"(","latitude":-0.0,"longitude":-0})");
  ASSERT_EQ(said(answered), created);
  EXPECT_NE(shown(answered).find(R"("latitude":0,"longitude":0,)"), std::string::npos) << shown(answered);
}

TEST_F(Inputs, OnePlaceIsOneClinicInJsonFormAndMultipart) {
  const Pairs fields{
      {"name", unique_name("OnePlace")}, {"latitude", "21.701083603113346"}, {"longitude", "-99.13320799999997"}};
  const auto json = R"({"name":")" + fields[0].second + R"(","latitude":)" + fields[1].second + R"(,"longitude":)" +
                    fields[2].second + "}";
  EXPECT_EQ(said(create(json)), created);
  EXPECT_EQ(
      said(create("name=" + fields[0].second + "&latitude=21.701083603113346&longitude=-99.13320799999997", form)),
      exists);
  EXPECT_EQ(said(create(parts(fields), multipart())), exists);
}

// What a browser sends for a file field in which nothing was chosen.
TEST_F(Inputs, AnEmptyFileInputIsNoFile) {
  const std::string no_file =
      "--edge\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"\"\r\n"
      "Content-Type: application/octet-stream\r\n\r\n\r\n";
  const Pairs fields{{"name", unique_name("NoFile")}, {"latitude", "1"}, {"longitude", "2"}};
  EXPECT_EQ(said(create(no_file + parts(fields), multipart())), created);
  EXPECT_EQ(said(client.send("PUT", "/api/auth/me", no_file + parts({}), patient_token, multipart())),
            success_without_data(200, "Profile updated successfully"));
  std::string with_bytes = no_file;
  with_bytes.insert(with_bytes.size() - 2, "x");
  EXPECT_EQ(said(create(with_bytes + parts(fields), multipart())), failure(400, "Unexpected file"));
  EXPECT_EQ(said(client.send("PUT", "/api/auth/me", with_bytes + parts({}), patient_token, multipart())),
            failure(400, "Unexpected file"));
}

TEST_F(Inputs, PreambleEpilogueAndBlanksBehindABoundaryAreIgnored) {
  const Pairs fields{{"name", unique_name("Preamble")}, {"latitude", "1"}, {"longitude", "2"}};
  auto body = parts(fields);
  body.replace(0, 6, "--edge \t");
  EXPECT_EQ(said(create("A preamble.\r\n" + body + "An epilogue.", multipart())), created);
}

TEST_F(Inputs, FormsThatCannotBeReadAreAnsweredInTheWholeShape) {
  const auto whole = invalid("body", {{"", "Invalid input: expected object, received undefined"}});
  EXPECT_EQ(said(client.post("/api/auth/login", "email=%ff", {}, form)), whole);
  EXPECT_EQ(said(create("damaged", multipart())), whole);
  EXPECT_EQ(said(create("damaged", {{"Content-Type", "multipart/form-data"}})), whole);
}

TEST_F(Inputs, APercentSignThatIsNoEscapeStandsForItself) {
  EXPECT_EQ(said(client.post("/api/auth/login", "email=a@example.com&password=50%", {}, form)),
            invalid("body", {{"password", "Password must be at least 6 characters"}}));
  const auto name = unique_name("at100%");
  ASSERT_EQ(said(create("name=" + name + "&latitude=1&longitude=1", form)), created);
  EXPECT_EQ(found(name), 1U);
  EXPECT_EQ(client.get("/api/clinic?query=100%", patient_token).status, 200);
}

TEST_F(Inputs, RepeatedFieldsAreOfTheWrongType) {
  const auto array = "Invalid input: expected string, received array";
  EXPECT_EQ(said(client.post("/api/auth/login", "email=a@example.com&password=secret1&password=secret1", {}, form)),
            invalid("body", {{"password", array}}));
  EXPECT_EQ(said(client.get("/api/clinic?query=a&query=b", patient_token)), invalid("query", {{"query", array}}));
  EXPECT_EQ(said(client.get("/api/clinic?page=1&page=1", patient_token)),
            invalid("query", {{"page", "Invalid input: expected number, received NaN"}}));
  EXPECT_EQ(said(create(parts({{"name", "a"}, {"latitude", "1"}, {"longitude", "1"}, {"name", "a"}}), multipart())),
            invalid("body", {{"name", array}}));
  EXPECT_EQ(client.get("/api/clinic?unknown=1&unknown=2", patient_token).status, 200);
}

TEST_F(Inputs, OfDuplicateKeysTheLastWins) {
  const auto name = unique_name("Last");
  const auto answered =
      create(R"({"name":"First","latitude":1,"latitude":"x","name":")" + name + R"(","longitude":1,"latitude":2.5})");
  ASSERT_EQ(said(answered), created);
  EXPECT_NE(shown(answered).find(R"("name":")" + name + R"(","address":null,"latitude":2.5)"), std::string::npos);
}

TEST_F(Inputs, ZonesAreNamesOfTheIanaDatabase) {
  for (const auto* zone : {"localtime", "posixrules", "Factory", "posix/UTC", "right/UTC", "../zoneinfo/UTC", "utc",
                           "America", "zone.tab", "America/New_York/"}) {
    EXPECT_EQ(said(create(R"({"name":"Z","latitude":1,"longitude":1,"timezone":")" + std::string(zone) + R"("})")),
              invalid("body", {{"timezone", "Invalid timezone"}}))
        << zone;
  }
  EXPECT_EQ(said(create(R"({"name":")" + unique_name("Zone") +
                        R"(","latitude":1,"longitude":1,"timezone":"America/Indiana/Knox"})")),
            created);
}

TEST_F(Inputs, WebsitesAreWhatABrowserTakes) {
  const auto with = [&](const std::string& website) {
    return said(create(R"({"name":")" + unique_name("Site") + R"(","latitude":1,"longitude":1,"website":")" + website +
                       R"("})"));
  };
  for (const auto* website : {"Https://ex.com", "https://[::1]:8080/", "https://große.example/"}) {
    EXPECT_EQ(with(website), created) << website;
  }
  for (const auto* website : {"https://ex.com:99999/", "https://[::1", "https://1.2.3.256/", "https://a@b@c"}) {
    EXPECT_EQ(with(website), invalid("body", {{"website", "Invalid URL"}})) << website;
  }
}

TEST_F(Inputs, NamesAreComparedAndSearchedInNfc) {
  const auto stem = unique_name("Caf");
  const auto composed = stem + "\u00e9";
  const auto decomposed = stem + "e\u0301";
  const auto at_one_place = [](const std::string& name) {
    return R"({"name":")" + name + R"(","latitude":7,"longitude":8})";
  };
  const auto first = create(at_one_place(decomposed));
  ASSERT_EQ(said(first), created);
  EXPECT_EQ(said(create(at_one_place(composed))), exists);
  EXPECT_NE(shown(first).find(decomposed), std::string::npos) << "kept as sent";
  EXPECT_EQ(found(stem + "%C3%A9"), 1U);
  EXPECT_EQ(found(stem + "e%CC%81"), 1U);
  EXPECT_EQ(found(stem + "%C3%89"), 1U) << "in any case";
  EXPECT_EQ(said(client.send("PATCH", first.header("location"), R"({"name":")" + composed + R"("})", admin)),
            success_without_data(200, "Clinic updated successfully."))
      << "the place is its own";
}

TEST_F(Inputs, NamesThatShowNothingAreEmpty) {
  for (const auto* name : {"   ", "\u00a0\u2003", "\u200b\u200d\ufeff", "\u3164\u00ad", "\u2800"}) {
    EXPECT_EQ(said(create(R"({"name":")" + std::string(name) + R"(","latitude":1,"longitude":1})")),
              invalid("body", {{"name", "Too small: expected string to have >=1 characters"}}));
    EXPECT_EQ(
        said(client.send("PUT", "/api/auth/me", R"({"firstName":")" + std::string(name) + R"("})", patient_token)),
        invalid("body", {{"firstName", "First name must be at least 3 characters"}}));
  }
  EXPECT_EQ(said(client.send("PUT", "/api/auth/me", R"({"lastName":"  ab  "})", patient_token)),
            invalid("body", {{"lastName", "Last name must be at least 3 characters"}}));
}

TEST_F(Inputs, OfAUserAgent512CharactersAreKept) {
  auto person = register_person(client);
  std::string agent(511, 'a');
  agent += "\U0001f600";  // two UTF-16 units: it does not fit whole
  agent += std::string(90'000, 'b');
  const auto answered =
      client.post("/api/auth/login", R"({"email":")" + person.email + R"(","password":")" + person.password +
                                         R"(","deviceInfo":{"userAgent":")" + agent + R"("}})");
  ASSERT_EQ(answered.status, 200) << answered.body;
  const auto token = answered.json()["data"]["accessToken"].text();
  const auto sessions = client.get("/api/auth/sessions", token).json()["data"];
  EXPECT_EQ(sessions[0]["userAgent"].text(), std::string(511, 'a'));
}

TEST_F(Inputs, OfTheSameContentAreOneRequestUnderAKey) {
  const auto name = unique_name("Keyed");
  const auto key = unique_name("key");
  const Pairs fields{{"name", name}, {"latitude", "1.50"}, {"longitude", "-2"}};
  const auto first = create(parts(fields, "first"), keyed(multipart("first"), key));
  ASSERT_EQ(said(first), created);
  const auto location = first.header("location");
  const auto expect_same = [&](const Answered& answered, const char* how) {
    EXPECT_EQ(said(answered), created) << how;
    EXPECT_EQ(answered.header("location"), location) << how;
  };
  expect_same(create(parts(fields, "second"), keyed(multipart("second"), key)), "a new boundary");
  const std::string reordered = R"({"longitude" : -2.0, "unknown":[1], "latitude":15e-1 ,"name":")" + name + "\"}";
  expect_same(create(reordered, keyed({}, key)), "JSON: other order, blanks, digits, an unknown key");
  expect_same(create("latitude=1.5&name=" + name + "&longitude=-2&website=", keyed(form, key)), "a form");
  EXPECT_EQ(said(create(R"({"name":")" + name + R"(","latitude":1.25,"longitude":-2})", keyed({}, key))),
            other_content);
  EXPECT_EQ(
      said(create(R"({"name":")" + name + R"(","latitude":1.5,"longitude":-2,"phone":"0123456789"})", keyed({}, key))),
      other_content);
}

TEST_F(Inputs, OfTheSameIdInAnyCaseAreOneRequestUnderAKey) {
  const auto queue = fresh_queue();
  std::string upper = queue;
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto person = patient(client);
  const auto key = unique_name("key");
  const auto take = [&](const std::string& body) {
    return client.post("/api/tokens", body, person.access_token, {{"Idempotency-Key", key}});
  };
  const auto first = take(R"({"queueId":")" + queue + R"("})");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(said(take(R"({ "queueId": ")" + upper + R"(" })")), said(first));
  EXPECT_EQ(said(take(R"({"queueId":")" + std::string(no_such_id) + R"("})")), other_content);
}

}  // namespace
}  // namespace frontdesk::contract
