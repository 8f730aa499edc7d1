#include "tests/fuzz/routes.hpp"

#include "schemas/api/families.hpp"

namespace frontdesk::fuzz {
namespace {

Samples samples_of(const std::vector<api::FieldDescription>& fields) {
  Samples samples;
  for (const auto& field : fields) samples.emplace_back(field.name, sample_of(field));
  return samples;
}

std::string without_quotes(std::string json) { return json.starts_with('"') ? json.substr(1, json.size() - 2) : json; }

Samples texts_of(Samples samples) {
  for (auto& [name, value] : samples) value = without_quotes(std::move(value));
  return samples;
}

// Both doors of what command-api carries out: the route, and its socket event as the gateway passes it on.
std::vector<Route> of_side(api::Side side) {
  std::vector<Route> all;
  for (const auto* family : api::families()) {
    for (const auto& route : family->routes) {
      if (route.side != side) continue;
      if (!route.at.pattern.empty()) {
        all.push_back({std::string(route.at.method), std::string(route.at.pattern), samples_of(route.body),
                       texts_of(samples_of(route.query))});
      }
      if (!route.socket.event.empty() && !route.socket.of_gateway) {
        all.push_back({"POST", api::socket_path(route.socket.event), samples_of(route.body), {}});
      }
    }
  }
  return all;
}

std::vector<Route> probes() {
  return {{"GET", "/livez", {}, {}}, {"GET", "/readyz", {}, {}}, {"GET", "/metrics", {}, {}}, {"GET", "/", {}, {}}};
}

std::vector<Route> of_operators() {
  return {
      {"POST", "/internal/operator/accounts", {{"action", R"("promote")"}, {"email", R"("fuzz@example.com")"}}, {}}};
}

std::vector<Route> polling() {
  return {{"GET", "/socket.io/", {}, {{"EIO", "4"}, {"transport", "polling"}}},
          {"POST", "/socket.io/", {{"sid", R"("$id")"}}, {{"EIO", "4"}}}};
}

// The page and its documents, and paths of families that have no routes yet.
std::vector<Route> of_the_edge() {
  return {{"GET", "/docs", {}, {}},
          {"GET", "/docs/:name", {}, {}},
          {"GET", "/docs/openapi.json", {}, {}},
          {"GET", "/uploads/:name", {}, {}},
          {"POST", "/api/v1/tickets", {{"subject", R"("a")"}}, {}},
          {"POST", "/doctors/patients/:id/messages", {{"content", R"("a")"}}, {}},
          {"GET", "/chat/history", {}, {}}};
}

std::vector<Route> joined(const std::vector<std::vector<Route>>& lists) {
  std::vector<Route> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace

const std::vector<Route>& routes(Door door) {
  static const auto commands = joined({of_side(api::Side::command), of_operators()});
  static const auto reads = of_side(api::Side::query);
  static const auto at_edge = joined({commands, reads, probes(), polling(), of_the_edge()});
  static const auto at_command_api = joined({commands, probes()});
  static const auto at_query_api = joined({reads, probes()});
  static const auto at_gateway = joined({probes(), polling()});
  static const auto at_projectors = probes();
  switch (door) {
    case Door::edge:
      return at_edge;
    case Door::command_api:
      return at_command_api;
    case Door::query_api:
      return at_query_api;
    case Door::realtime_gateway:
      return at_gateway;
    case Door::projectors:
      return at_projectors;
  }
  return at_edge;
}

const std::vector<SentEvent>& sent_events() {
  static const auto all = [] {
    std::vector<SentEvent> events;
    for (const auto* family : api::families()) {
      for (const auto& route : family->routes) {
        if (route.socket.event.empty()) continue;
        SentEvent event{std::string(route.socket.event), {}, {}};
        for (const auto& argument : route.socket.arguments) {
          if (route.socket.in_object) event.members.emplace_back(argument.field);
          for (const auto* fields : {&route.path, &route.body}) {
            for (const auto& field : *fields) {
              if (field.name == argument.field) event.arguments.push_back(sample_of(field));
            }
          }
        }
        events.push_back(std::move(event));
      }
    }
    return events;
  }();
  return all;
}

}  // namespace frontdesk::fuzz
