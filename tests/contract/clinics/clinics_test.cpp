// Contract 004, section 4: clinics.
#include <atomic>
#include <thread>

#include "tests/contract/clinics/contract.hpp"

namespace frontdesk::contract {
namespace {

struct Clinics : Contract {
  const std::string admin = cast().admin.access_token;
  const std::string patient_token = cast().patient.access_token;
  Answered create(const std::string& body) { return client.post("/api/clinic", body, admin); }
  static std::string id_of(const Answered& created) {
    const auto location = created.header("location");
    return location.starts_with("/api/clinic/") ? location.substr(12) : "";
  }
  Answered get(const std::string& id) { return client.get("/api/clinic/" + id, patient_token); }
  Json list(const std::string& query) {
    const auto answered = client.get("/api/clinic?" + query, patient_token);
    EXPECT_EQ(answered.status, 200) << answered.body;
    EXPECT_EQ(answered.json()["message"].text(), "Clinics fetched successfully.");
    return answered.json()["data"];
  }
  static std::vector<std::string> names(const Json& data) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < data["clinics"].size(); ++i) all.push_back(data["clinics"][i]["name"].text());
    return all;
  }
};

TEST_F(Clinics, AreCreatedWithWhatMustBeGiven) {
  const auto name = unique_name("Small");
  const auto created = create(R"({"name":")" + name + R"(","latitude":40.5,"longitude":-74})");
  EXPECT_EQ(said(created), success_without_data(201, "New clinic created successfully."));
  const auto id = id_of(created);
  EXPECT_TRUE(is_uuid(id));
  const auto shown = get(id);
  const auto time = shown.json()["data"]["createdAt"].text();
  EXPECT_TRUE(is_time(time));
  EXPECT_EQ(said(shown),
            success(200, "Clinic fetched successfully.",
                    R"({"id":")" + id + R"(","name":")" + name +
                        R"(","address":null,"latitude":40.5,"longitude":-74,"phone":null,"email":null,"website":null,)"
                        R"("description":null,"logo":null,"images":[],"isActive":true,"createdAt":")" +
                        time + R"(","updatedAt":")" + time +
                        R"(","type":"GENERAL_PRACTICE","openingHours":{"start":"09:00","end":"17:00"}})"));
}

TEST_F(Clinics, KeepAllThatWasGiven) {
  const auto name = unique_name("Große \\\"Praxis\\\"");
  const auto created =
      create(R"({"name":")" + name +
             R"(","address":"1 Main St","latitude":-33.8688,"longitude":151.2093,"phone":"0123456789",)"
             R"("email":"desk@clinic.example","website":"https://clinic.example/a?b=c",)"
             R"("description":"Für alle","openingHours":{"start":"08:30","end":"12:00"},)"
             R"("type":"DENTIST","timezone":"Australia/Sydney","unknown":1})");
  ASSERT_EQ(created.status, 201) << created.body;
  const auto shown = get(id_of(created));
  const auto time = shown.json()["data"]["createdAt"].text();
  EXPECT_EQ(said(shown),
            success(200, "Clinic fetched successfully.",
                    R"({"id":")" + id_of(created) + R"(","name":")" + name +
                        R"(","address":"1 Main St","latitude":-33.8688,"longitude":151.2093,"phone":"0123456789",)"
                        R"("email":"desk@clinic.example","website":"https://clinic.example/a?b=c",)"
                        R"("description":"Für alle","logo":null,"images":[],"isActive":true,"createdAt":")" +
                        time + R"(","updatedAt":")" + time +
                        R"(","type":"DENTIST","openingHours":{"start":"08:30","end":"12:00"},)"
                        R"("timezone":"Australia/Sydney"})"));
}

TEST_F(Clinics, TakeEmptyOptionalFieldsForAbsentOnes) {
  const auto created = create(R"({"name":")" + unique_name("Empty") +
                              R"(","address":"","latitude":1,"longitude":2,"phone":"","email":"","website":"",)"
                              R"("description":"","openingHours":"","type":"","timezone":""})");
  ASSERT_EQ(created.status, 201) << created.body;
  const auto data = get(id_of(created)).json()["data"];
  for (const auto* key : {"address", "phone", "email", "website", "description"}) {
    EXPECT_TRUE(data[key].is_null()) << key;
  }
  EXPECT_EQ(data["type"].text(), "GENERAL_PRACTICE");
  EXPECT_FALSE(data["timezone"].exists());
}

TEST_F(Clinics, AreCreatedByMultipartWithoutFiles) {
  std::string body;
  const auto name = unique_name("Form");
  const auto field = [&](const std::string& key, const std::string& value) {
    body += "--edge\r\nContent-Disposition: form-data; name=\"" + key + "\"\r\n\r\n" + value + "\r\n";
  };
  field("name", name);
  field("latitude", "40.25");
  field("longitude", "-73.5");
  field("openingHours", R"({"start":"10:00","end":"11:30"})");
  field("type", "ENT");
  body += "--edge--\r\n";
  const auto created =
      client.post("/api/clinic", body, admin, {{"Content-Type", "multipart/form-data; boundary=edge"}});
  ASSERT_EQ(created.status, 201) << created.body;
  const auto data = get(id_of(created)).json()["data"];
  EXPECT_EQ(data["name"].text(), name);
  EXPECT_EQ(data["latitude"].real(), 40.25);
  EXPECT_EQ(data["openingHours"].dump(), R"({"start":"10:00","end":"11:30"})");
  EXPECT_EQ(data["type"].text(), "ENT");
}

TEST_F(Clinics, StandOnceAtAPlace) {
  const auto body = R"({"name":")" + unique_name("Twin") + R"(","latitude":12.5,"longitude":13.5})";
  EXPECT_EQ(create(body).status, 201);
  const auto again = create(body);
  EXPECT_EQ(said(again), failure(400, "A clinic with this name already exists at this location."));
  EXPECT_EQ(again.header("location"), "");
  auto elsewhere = body;
  elsewhere.replace(elsewhere.find("13.5"), 4, "13.6");
  EXPECT_EQ(create(elsewhere).status, 201);
}

TEST_F(Clinics, StandOnceAtAPlaceHoweverManyAskAtOnce) {
  const auto name = unique_name("Race");
  const auto body = R"({"name":")" + name + R"(","latitude":12.5,"longitude":13.5})";
  std::atomic<int> successes{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      ClinicClient one(deployment);
      if (one.post("/api/clinic", body, admin).status == 201) ++successes;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(list("query=" + name)["pagination"]["totalCount"].number(), 1);
}

TEST_F(Clinics, AreFoundByIdInEitherCase) {
  std::string upper = cast().clinic;
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(get(upper).json()["data"]["id"].text(), cast().clinic);
  EXPECT_EQ(said(get(no_such_id)), failure(400, "Clinic not found."));
}

TEST_F(Clinics, AreListedNewestFirstInPages) {
  const auto stem = unique_name("Page");
  for (const auto* end : {"1", "2", "3"}) {
    ASSERT_EQ(create(R"({"name":")" + stem + "-" + end + R"(","latitude":1,"longitude":1})").status, 201);
  }
  const auto first = list("limit=2&query=" + stem);
  EXPECT_EQ(names(first), (std::vector<std::string>{stem + "-3", stem + "-2"}));
  EXPECT_EQ(first["pagination"].dump(),
            R"({"page":1,"limit":2,"totalCount":3,"totalPages":2,"hasNextPage":true,"hasPrevPage":false})");
  EXPECT_TRUE(first["clinics"][0]["openingHours"].exists());
  EXPECT_FALSE(first["clinics"][0]["distance_km"].exists());
  const auto second = list("page=2&limit=2&query=" + stem);
  EXPECT_EQ(names(second), (std::vector<std::string>{stem + "-1"}));
  EXPECT_EQ(second["pagination"].dump(),
            R"({"page":2,"limit":2,"totalCount":3,"totalPages":2,"hasNextPage":false,"hasPrevPage":true})");
  const auto past = list("page=9&limit=2&query=" + stem);
  EXPECT_EQ(past["clinics"].size(), 0U);
  EXPECT_EQ(past["pagination"]["totalCount"].number(), 3);
  EXPECT_EQ(list("")["pagination"]["limit"].number(), 10);
}

TEST_F(Clinics, AreNotFoundInZeroPages) {
  EXPECT_EQ(list("query=" + unique_name("nothing")).dump(),
            R"({"clinics":[],"pagination":{"page":1,"limit":10,"totalCount":0,"totalPages":0,"hasNextPage":false,)"
            R"("hasPrevPage":false}})");
}

TEST_F(Clinics, AreFoundByPartOfTheNameTakenLiterally) {
  const auto stem = unique_name("100%_Care");
  ASSERT_EQ(create(R"({"name":")" + stem + R"(","latitude":1,"longitude":1})").status, 201);
  const auto tail = stem.substr(stem.find("Care") + 4);
  EXPECT_EQ(names(list("query=100%25_cARE" + tail)), (std::vector<std::string>{stem}));
  EXPECT_EQ(list("query=100_%25care" + tail)["clinics"].size(), 0U) << "% and _ are no wildcards";
  EXPECT_EQ(list("query=1%25care" + tail)["clinics"].size(), 0U);
  EXPECT_EQ(list("query=%5C" + tail)["clinics"].size(), 0U);
}

TEST_F(Clinics, AreFoundByType) {
  const auto stem = unique_name("Typed");
  ASSERT_EQ(create(R"({"name":")" + stem + R"(-e","latitude":1,"longitude":1,"type":"ENT"})").status, 201);
  ASSERT_EQ(create(R"({"name":")" + stem + R"(-d","latitude":1,"longitude":1,"type":"DENTIST"})").status, 201);
  EXPECT_EQ(names(list("type=ENT&query=" + stem)), (std::vector<std::string>{stem + "-e"}));
}

TEST_F(Clinics, AreFoundNearestFirstWithinARadius) {
  const auto stem = unique_name("Near");
  const auto at = [&](const std::string& name, const std::string& latitude) {
    ASSERT_EQ(create(R"({"name":")" + stem + name + R"(","latitude":)" + latitude + R"(,"longitude":10})").status, 201);
  };
  at("-far", "61.0");
  at("-near", "60.01");
  at("-mid", "60.1");
  const auto found = list("latitude=60&longitude=10&radius=50&query=" + stem);
  EXPECT_EQ(names(found), (std::vector<std::string>{stem + "-near", stem + "-mid"}));
  const auto first = found["clinics"][0];
  EXPECT_FALSE(first["openingHours"].exists());
  // A hundredth of a degree on a sphere of radius 6371 km.
  EXPECT_NEAR(first["distance_km"].real(), 1.11195, 0.0001);
  EXPECT_EQ(found["pagination"]["totalCount"].number(), 2);
  EXPECT_EQ(list("latitude=60.01&longitude=10&radius=0&query=" + stem)["clinics"].size(), 0U)
      << "the distance is less than the radius, not equal";
}

TEST_F(Clinics, AtTheSmallestNumbersThereAreSpoilNobodysSearch) {
  const auto stem = unique_name("Tiny");
  for (const std::string place : {"5e-324", "-5e-324", "1e-200", "3e-16"}) {
    ASSERT_EQ(create(R"({"name":")" + stem + R"(","latitude":)" + place + R"(,"longitude":)" + place + "}").status, 201);
  }
  for (const auto* place : {"latitude=40.5&longitude=-74.25&radius=30000", "latitude=0&longitude=0&radius=10",
                            "latitude=5e-324&longitude=1e-310&radius=1", "latitude=-90&longitude=180&radius=30000"}) {
    EXPECT_EQ(list(std::string(place) + "&query=" + stem)["clinics"].size(), 4U) << place;
  }
}

TEST_F(Clinics, AreNotSearchedByPlaceWithoutAllThreeValues) {
  const auto stem = unique_name("Partly");
  ASSERT_EQ(create(R"({"name":")" + stem + R"(","latitude":1,"longitude":1})").status, 201);
  for (const auto* place : {"latitude=60&longitude=10", "latitude=60&radius=1", "longitude=10&radius=1", "radius=1"}) {
    const auto found = list(std::string(place) + "&query=" + stem);
    EXPECT_EQ(names(found), (std::vector<std::string>{stem})) << place;
    EXPECT_TRUE(found["clinics"][0]["openingHours"].exists());
  }
}

}  // namespace
}  // namespace frontdesk::contract
