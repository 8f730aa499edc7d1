// From a request to the input of its route.
#include "schemas/api/reading.hpp"

#include <gtest/gtest.h>

#include "schemas/api/clinics/manners.hpp"

namespace frontdesk::api {
namespace {

struct Paint {
  std::string wall_id;
  int coats = 1;
  std::string colour;
  std::optional<std::string> note;
};

const Route<Paint> paint{.at = put("/walls/:wallId"),
                         .tag = "walls",
                         .summary = "Paint a wall",
                         .path = {id<&Paint::wall_id>("wallId")},
                         .query = {number<&Paint::coats>("coats", {.min = 1, .required = false, .whole = true})},
                         .body = {option<&Paint::colour>("colour", {"red", "blue"}),
                                  text<&Paint::note>("note", {.max = 5, .required = false, .null_is_absent = true})},
                         .strict = true,
                         .socket = {"wall:paint", {{"wallId", "Invalid wall id"}, {"colour", "Invalid colour"}}}};

constexpr auto wall = "00000000-0000-4000-8000-000000000001";

http::Request request(std::string id, std::string coats, std::string body) {
  http::Request made;
  made.method = "PUT";
  made.path = "/api/clinic";
  made.path_parameters = {{"wallId", std::move(id)}};
  if (!coats.empty()) made.query = {{"coats", std::move(coats)}};
  made.body = std::move(body);
  return made;
}

std::string refusal(const http::Request& given) {
  const auto read = api::read(clinics::manners, paint, given);
  const auto* refused = std::get_if<http::Response>(&read);
  return refused == nullptr ? "" : std::to_string(refused->status) + " " + refused->body;
}

TEST(Reading, FillsTheInputFromPathQueryAndBody) {
  const auto read = api::read(clinics::manners, paint, request(wall, "2", R"({"colour":"red","note":null})"));
  const auto& given = std::get<ReadInput<Paint>>(read);
  EXPECT_EQ(given.input.wall_id, wall);
  EXPECT_EQ(given.input.coats, 2);
  EXPECT_EQ(given.input.colour, "red");
  EXPECT_EQ(given.input.note, std::nullopt);
  EXPECT_EQ(given.content, R"({"colour":"red"})");
}

TEST(Reading, LeavesWhatIsAbsentAsItWas) {
  const auto read = api::read(clinics::manners, paint, request(wall, "", R"({"colour":"blue"})"));
  EXPECT_EQ(std::get<ReadInput<Paint>>(read).input.coats, 1);
}

TEST(Reading, ReportsTheFirstFaultyPartAlone) {
  EXPECT_NE(refusal(request("x", "x", "{}")).find("Invalid request params"), std::string::npos);
  EXPECT_NE(refusal(request(wall, "x", "{}")).find("Invalid request query"), std::string::npos);
  EXPECT_NE(refusal(request(wall, "1", "{}")).find("Invalid request body"), std::string::npos);
  EXPECT_NE(refusal(request(wall, "1", "{")).find("Invalid JSON"), std::string::npos);
}

TEST(Reading, RefusesWhatAStrictRouteDoesNotKnow) {
  EXPECT_NE(refusal(request(wall, "1", R"({"colour":"red","size":1})")).find("Unrecognized key"), std::string::npos);
  auto with_query = request(wall, "1", R"({"colour":"red"})");
  with_query.query.emplace_back("size", "1");
  EXPECT_NE(refusal(with_query).find("Invalid request query"), std::string::npos);
}

// At another address, by GET.
TEST(Reading, TakesTheFieldsOfTheBodyFromTheQueryWhereThereIsNoBody) {
  auto by_get = request(wall, "3", "");
  by_get.method = "GET";
  by_get.query.emplace_back("colour", "blue");
  const auto read = api::read(clinics::manners, paint, by_get);
  EXPECT_EQ(std::get<ReadInput<Paint>>(read).input.coats, 3);
  EXPECT_EQ(std::get<ReadInput<Paint>>(read).input.colour, "blue");
  by_get.query.pop_back();
  EXPECT_NE(refusal(by_get).find("Invalid request query"), std::string::npos);
}

TEST(Reading, TakesNoBodyForAnEmptyObjectWhereTheFamilySaysSo) {
  EXPECT_NE(refusal(request(wall, "1", "")).find("expected object"), std::string::npos);
  auto manners = clinics::manners;
  manners.no_body_is_empty = true;
  const auto read = api::read(manners, paint, request(wall, "1", ""));
  const auto& refused = std::get<http::Response>(read).body;
  EXPECT_EQ(refused.find("expected object"), std::string::npos) << refused;
  EXPECT_NE(refused.find("colour"), std::string::npos);
}

TEST(Routes, AreDescribedAtEveryAddress) {
  auto route = paint;
  route.also = {post("/api/walls/:wallId"), get("/api/walls/:wallId")};
  const auto all = describe_all(route);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].name(), "POST /api/walls/:wallId");
  EXPECT_EQ(all[1].body.size(), 2U);
  EXPECT_EQ(all[2].query.size(), 3U) << "with the fields of the body";
  EXPECT_TRUE(all[2].body.empty());
  EXPECT_EQ(all[0].socket.event, "wall:paint");
  EXPECT_EQ(all[1].socket.event, "") << "one door";
}

TEST(Reading, OfSocketArgumentsSaysTheWordsOfTheFirstThatDoesNotFit) {
  const auto read = [](const char* json) { return read_arguments(paint, wire::Input::from_json(json).value()); };
  EXPECT_EQ(std::get<std::string>(read(R"({"colour":"red"})")), "Invalid wall id");
  const auto of_wall = R"({"wallId":")" + std::string(wall) + R"(","colour":"green"})";
  EXPECT_EQ(std::get<std::string>(read(of_wall.c_str())), "Invalid colour");
  const auto whole = R"({"wallId":")" + std::string(wall) + R"(","colour":"red"})";
  EXPECT_EQ(std::get<ReadInput<Paint>>(read(whole.c_str())).input.colour, "red");
}

}  // namespace
}  // namespace frontdesk::api
