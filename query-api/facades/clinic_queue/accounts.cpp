#include "schemas/wire/accounts.hpp"
#include "platform/time/wall_clock.hpp"
#include "query-api/facades/clinic_queue/reading.hpp"
#include "query-api/facades/clinic_queue/routes.hpp"
#include "schemas/wire/http/answers.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::query_api::clinic_queue {

namespace {
http::Response me(const http::Request&, const auth::Caller& caller) {
  // The session check has just read the account, so /me needs no second read.
  return wire::json_answer(200, wire::success("Success", wire::user_json_with_created_at(caller.account)));
}

http::Response own_sessions(const Deployment& deployment, const auth::Caller& caller) {
  std::string items = "[";
  for (const auto& session : deployment.queries.living_sessions_of(caller.user_id, wall_clock_now())) {
    if (items.size() > 1) items += ',';
    items += wire::session_json(session, session.id == caller.session_id);
  }
  return wire::json_answer(200, wire::success("Sessions fetched successfully.", items + "]"));
}

http::Response health() {
  const auto body = wire::ObjectWriter()
                        .text("health", "ok")
                        .text("timestamp", to_iso8601(wall_clock_now()))
                        .text("version", "1.0.0")
                        .text("message", "Server is running")
                        .take();
  return wire::json_answer(200, body);
}
}  // namespace

void add_account_routes(http::Router& router, const Deployment& deployment) {
  router.add("GET", "/health", [](auto, const http::Respond& respond) { respond(health()); });
  router.add("GET", "/.well-known/jwks.json", [&deployment](auto, const http::Respond& respond) {
    auto response = wire::json_answer(200, deployment.tokens.jwks());
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    respond(std::move(response));
  });
  router.add("GET", "/api/auth/me", authenticated(deployment, me));
  router.add("GET", "/api/auth/sessions", authenticated(deployment, [&deployment](const auto&, const auto& caller) {
               return own_sessions(deployment, caller);
             }));
}

}  // namespace frontdesk::query_api::clinic_queue
