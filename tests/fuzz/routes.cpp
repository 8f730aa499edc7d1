#include "tests/fuzz/routes.hpp"

namespace frontdesk::fuzz {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

const Fields& clinic() {
  static const Fields fields{{"name", R"("Clinic of the fuzzer")"},
                             {"address", R"("1 Main Street")"},
                             {"latitude", "40.5"},
                             {"longitude", "-74.25"},
                             {"phone", R"("0123456789")"},
                             {"email", R"("clinic@clinics.example")"},
                             {"website", R"("https://example.com/")"},
                             {"description", R"("Open")"},
                             {"openingHours", R"({"start":"09:00","end":"17:00"})"},
                             {"type", R"("DENTIST")"},
                             {"timezone", R"("Europe/Berlin")"},
                             {"isActive", "true"}};
  return fields;
}

// The old password is wrong and each registration's address the same, so that the people of the scene stay who they
// are.
std::vector<Route> commands() {
  const Fields id{{"queueId", R"("$id")"}};
  const Fields ids{{"queueId", R"("$id")"}, {"tokenId", R"("$id")"}, {"expectedCurrentTokenNo", "1"}};
  return {
      {"POST",
       "/api/auth/register",
       {{"firstName", R"("Fuzz")"},
        {"lastName", R"("Tester")"},
        {"email", R"("fuzz@example.com")"},
        {"password", R"("correct horse")"},
        {"confirmPassword", R"("correct horse")"}},
       {}},
      {"POST",
       "/api/auth/login",
       {{"email", R"("fuzz@example.com")"}, {"password", R"("wrong")"}, {"deviceInfo", R"({"userAgent":"fuzz"})"}},
       {}},
      {"POST",
       "/api/auth/refresh-token",
       {{"refreshToken", R"("$refresh")"}, {"deviceInfo", R"({"userAgent":"f"})"}},
       {}},
      {"POST", "/api/auth/logout", {{"refreshToken", R"("abc")"}}, {}},
      {"DELETE", "/api/auth/sessions/:id", {}, {}},
      {"PUT",
       "/api/auth/me",
       {{"firstName", R"("Asha")"}, {"lastName", R"("Rao")"}, {"profilePicture", R"("aGVsbG8=")"}},
       {}},
      {"PUT",
       "/api/auth/update-password",
       {{"oldPassword", R"("not this")"}, {"newPassword", R"("new horse")"}, {"confirmNewPassword", R"("new horse")"}},
       {}},
      {"POST", "/api/clinic", clinic(), {}},
      {"PATCH", "/api/clinic/:id", clinic(), {}},
      {"POST", "/api/clinic/:id/staff", {{"userId", R"("$id")"}}, {}},
      {"DELETE", "/api/clinic/:id/staff/:id", {}, {}},
      {"POST", "/api/queues/init/:id", {{"maxQueueSize", "50"}}, {}},
      {"PATCH", "/api/queues/:id/status", {{"isActive", "true"}}, {}},
      {"POST", "/api/tokens", id, {}},
      {"DELETE", "/api/tokens/:id", {}, {}},
      {"POST", "/internal/sockets/queue-call-next", ids, {}},
      {"POST", "/internal/sockets/queue-skip-token", ids, {}},
      {"POST", "/internal/sockets/queue-start-token", ids, {}},
      {"POST", "/internal/sockets/queue-complete-token", ids, {}},
      {"POST", "/internal/operator/accounts", {{"action", R"("promote")"}, {"email", R"("fuzz@example.com")"}}, {}},
  };
}

std::vector<Route> reads() {
  const Fields pages{{"page", "1"}, {"limit", "10"}};
  return {
      {"GET", "/health", {}, {}},
      {"GET", "/.well-known/jwks.json", {}, {}},
      {"GET", "/api/auth/me", {}, {}},
      {"GET", "/api/auth/sessions", {}, {}},
      {"GET",
       "/api/clinic",
       {},
       {{"latitude", "40.5"},
        {"longitude", "-74.25"},
        {"radius", "10"},
        {"page", "1"},
        {"limit", "10"},
        {"query", "Clinic"},
        {"type", "DENTIST"}}},
      {"GET", "/api/clinic/:id", {}, {}},
      {"GET", "/api/clinic/:id/staff", {}, {}},
      {"GET", "/api/queues/:id", {}, {}},
      {"GET", "/api/queues/:id/status", {}, {}},
      {"GET", "/api/queues/:id/position", {}, {}},
      {"GET", "/api/queues/:id/activity", {}, pages},
      {"GET", "/api/tokens/queue/:id", {}, {{"tokenNumber", "1"}, {"status", "WAITING"}}},
      {"GET", "/api/tokens/:id", {}, {}},
  };
}

std::vector<Route> probes() {
  return {{"GET", "/livez", {}, {}}, {"GET", "/readyz", {}, {}}, {"GET", "/metrics", {}, {}}, {"GET", "/", {}, {}}};
}

std::vector<Route> joined(std::vector<Route> first, const std::vector<Route>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

const std::vector<Route>& routes(Door door) {
  static const auto all = joined(joined(joined(commands(), reads()), probes()),
                                 {{"GET", "/socket.io/", {}, {{"EIO", "4"}, {"transport", "polling"}}},
                                  {"POST", "/socket.io/", {{"sid", R"("$id")"}}, {{"EIO", "4"}}},
                                  {"GET", "/uploads/:id", {}, {}},
                                  {"POST", "/api/v1/tickets", {{"subject", R"("a")"}}, {}},
                                  {"POST", "/doctors/patients/:id/messages", {{"content", R"("a")"}}, {}},
                                  {"GET", "/chat/history", {}, {}}});
  static const auto of_commands = joined(commands(), probes());
  static const auto of_reads = joined(reads(), probes());
  static const auto of_gateway = joined(
      probes(), {{"GET", "/socket.io/", {}, {{"EIO", "4"}}}, {"POST", "/socket.io/", {{"sid", R"("$id")"}}, {}}});
  static const auto of_projectors = probes();
  switch (door) {
    case Door::edge:
      return all;
    case Door::command_api:
      return of_commands;
    case Door::query_api:
      return of_reads;
    case Door::realtime_gateway:
      return of_gateway;
    case Door::projectors:
      return of_projectors;
  }
  return all;
}

}  // namespace frontdesk::fuzz
