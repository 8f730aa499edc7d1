// The documents that are printed from the tables.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/pointer.h>

#include <set>

#include "schemas/api/families.hpp"
#include "schemas/api/openapi.hpp"
#include "schemas/api/socket_events.hpp"
#include "schemas/api/sockets_page.hpp"

namespace frontdesk::api {
namespace {

using rapidjson::Document;
using rapidjson::Value;

Document parsed(const std::string& json) {
  Document document;
  document.Parse(json.c_str());
  EXPECT_FALSE(document.HasParseError()) << json;
  return document;
}

// Every reference of a document, wherever it stands.
void collect(const Value& value, std::set<std::string>& references) {
  if (value.IsArray()) {
    for (const auto& item : value.GetArray()) collect(item, references);
  }
  if (!value.IsObject()) return;
  for (const auto& member : value.GetObject()) {
    if (std::string_view(member.name.GetString()) == "$ref") references.insert(member.value.GetString());
    collect(member.value, references);
  }
}

std::set<std::string> dangling(const Document& document) {
  std::set<std::string> references;
  collect(document, references);
  EXPECT_FALSE(references.empty());
  std::erase_if(references,
                [&](const auto& name) { return rapidjson::Pointer(name.c_str()).Get(document) != nullptr; });
  return references;
}

TEST(OpenApi, ReferencesNothingThatIsNotThere) {
  EXPECT_EQ(dangling(parsed(openapi(families()))), std::set<std::string>());
}

TEST(AsyncApi, ReferencesNothingThatIsNotThere) {
  EXPECT_EQ(dangling(parsed(asyncapi(families()))), std::set<std::string>());
}

TEST(OpenApi, HasEveryRouteOfTheTables) {
  const auto document = parsed(openapi(families()));
  std::size_t operations = 0;
  for (const auto& path : document["paths"].GetObject()) operations += path.value.MemberCount();
  std::size_t routes = 0;
  for (const auto* family : families()) {
    for (const auto& route : family->routes) routes += route.at.pattern.empty() ? 0 : 1;
  }
  EXPECT_EQ(operations, routes);
}

TEST(SocketsPage, ShowsEveryEventAndEveryShapeThatOneRefersTo) {
  const auto page = sockets_page(families());
  std::size_t events = 0;
  for (const auto* family : families()) {
    for (const auto& event : socket_events(*family)) {
      ++events;
      EXPECT_NE(page.find("<code>" + event.event + "</code>"), std::string::npos) << event.event;
      for (const auto& [name, json] : event.payload.named) {
        EXPECT_NE(page.find("id=\"" + name + "\""), std::string::npos) << name;
      }
    }
  }
  EXPECT_GT(events, 15U);
  EXPECT_EQ(page.find("#/components"), std::string::npos) << "each reference is a link";
}

TEST(SocketsPage, ShowsTextsAsTheyAre) {
  const auto& manners = families().front()->manners;
  const Family family{manners, "", "", {}, {{"<b>&\"", text_schema(), "nobody"}}};
  EXPECT_NE(sockets_page({&family}).find("<code>&lt;b&gt;&amp;&quot;</code>"), std::string::npos);
}

TEST(Tables, NameEachRouteAndSocketEventOnce) {
  std::set<std::string> names;
  for (const auto* family : families()) {
    for (const auto& route : family->routes) EXPECT_TRUE(names.insert(route.name()).second) << route.name();
  }
}

// The router would never fill what the pattern does not name.
TEST(Tables, ReadFromThePathWhatThePatternHas) {
  for (const auto* family : families()) {
    for (const auto& route : family->routes) {
      for (const auto& field : route.path) {
        EXPECT_NE((std::string(route.at.pattern) + "/").find("/:" + std::string(field.name) + "/"), std::string::npos)
            << route.name() << ' ' << field.name;
      }
    }
  }
}

Family one_route(const Manners& manners, const Schema& data) {
  RouteDescription route{};
  route.at = get("/a");
  route.side = Side::query;
  route.success = {200, {}, data};
  return {manners, "", "", {route}, {}};
}

TEST(OpenApi, TellsWhatSomebodyOfAnotherRoleIsTold) {
  Manners manners = families().front()->manners;
  manners.not_allowed = {403, "Not for you"};
  auto family = one_route(manners, text_schema());
  EXPECT_EQ(openapi({&family}).find("Not for you"), std::string::npos) << "everybody may";
  family.routes[0].who = patients;
  const auto document = parsed(openapi({&family}));
  EXPECT_TRUE(document["paths"]["/a"]["get"]["responses"].HasMember("403"));
  EXPECT_NE(openapi({&family}).find("Not for you"), std::string::npos);
}

TEST(OpenApi, RefusesTwoSchemasOfOneName) {
  const auto& manners = families().front()->manners;
  const auto text = one_route(manners, named_schema("A", text_schema()));
  const auto number = one_route(manners, named_schema("A", number_schema()));
  EXPECT_THROW(openapi({&text, &number}), std::logic_error);
}

}  // namespace
}  // namespace frontdesk::api
