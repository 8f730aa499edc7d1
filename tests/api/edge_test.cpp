// What nginx is told of routes and families.
#include "schemas/api/edge.hpp"

#include <gtest/gtest.h>

#include "schemas/api/families.hpp"

namespace frontdesk::api {
namespace {

RouteDescription route(At at, Side side) {
  RouteDescription made{};
  made.at = at;
  made.side = side;
  return made;
}

std::string failure(int, std::string_view words, std::string_view) { return "{" + std::string(words) + "}"; }

Family family_of(std::vector<RouteDescription> routes) {
  static const Manners manners{.name = "walls", .paths = {"/walls"}, .failure = failure};
  return {manners, "", "", std::move(routes), {}};
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find("\n  " + line + "\n") != std::string::npos;
}

TEST(EdgeMaps, SendARouteToTheServiceThatAnswersItWhateverItsMethod) {
  const auto family = family_of({route(get("/walls"), Side::query), route(get("/walls/:wallId/history"), Side::command),
                                 route(post("/walls/search"), Side::query), route(post("/walls"), Side::command)});
  const auto maps = edge_maps({&family});
  EXPECT_TRUE(has_line(maps, R"("GET /walls" query_api;)"));
  EXPECT_TRUE(has_line(maps, R"("~^GET /walls/[^/]+/history$" command_api;)"));
  EXPECT_TRUE(has_line(maps, R"("POST /walls/search" query_api;)"));
  EXPECT_TRUE(has_line(maps, R"("POST /walls" command_api;)"));
  EXPECT_TRUE(has_line(maps, "default $service_by_method;"));
}

TEST(EdgeMaps, LeaveOutWhatIsReachedBySocketsAlone) {
  const auto family = family_of({route(socket_alone, Side::command)});
  EXPECT_EQ(edge_maps({&family}), edge_maps({}));
}

TEST(EdgeMaps, HaveEveryRouteOfTheTables) {
  const auto maps = edge_maps(families());
  for (const auto* family : families()) {
    for (const auto& known : family->routes) {
      if (known.at.pattern.empty() || known.at.pattern.find(':') != std::string_view::npos) continue;
      const auto service = known.side == Side::query ? "query_api" : "command_api";
      EXPECT_TRUE(has_line(maps, '"' + known.name() + "\" " + service + ";")) << known.name();
    }
  }
}

TEST(EdgeMaps, TryTheLongerPathFirst) {
  const auto maps = edge_maps({});
  const auto longer = maps.find(R"x("~^/chat/create(/|$)" pet_care;)x");
  const auto shorter = maps.find(R"x("~^/chat(/|$)" doctor_chat;)x");
  ASSERT_NE(longer, std::string::npos);
  ASSERT_NE(shorter, std::string::npos);
  EXPECT_LT(longer, shorter);
  EXPECT_TRUE(has_line(maps, R"x("~^/\.well-known(/|$)" operation;)x"));
}

TEST(EdgeMaps, HaveTheBodyOfEachFamily) {
  const auto maps = edge_maps({});
  EXPECT_TRUE(has_line(maps, R"(pet_care '{"message":"$error_text"}';)"));
  EXPECT_TRUE(has_line(maps, R"(doctors '{"status":"failed","message":"$error_text"}';)"));
  EXPECT_TRUE(has_line(
      maps,
      R"(elsewhere '{"success":false,"error":"$error_text","message":"$error_text","path":"$printable_path"}';)"));
  EXPECT_TRUE(has_line(maps, R"(clinics "*";)"));
  EXPECT_FALSE(has_line(maps, R"(doctors "*";)"));
}

TEST(EdgeLocations, ArePathsWhoseRoutesTakeMoreThanTheEdgeKeepsOtherwise) {
  auto small = route(post("/walls"), Side::command);
  small.body_bytes_max = 1024 * 1024;
  auto large = route(put("/walls/:wallId/picture"), Side::command);
  large.body_bytes_max = 1024 * 1024 + 1;
  auto larger = route(post("/walls/:wallId/picture"), Side::command);
  larger.multipart_bytes_max = 2'000'000;
  const auto family = family_of({small, large, larger});
  EXPECT_EQ(edge_locations({&family}),
            "# Printed by frontdesk-api from the tables in schemas/api.\n"
            "client_max_body_size 1048576;\n"
            "location ~ ^/walls/[^/]+/picture/?$ {\n"
            "  client_max_body_size 2000000;\n"
            "  proxy_pass http://$service;\n"
            "}\n");
}

}  // namespace
}  // namespace frontdesk::api
