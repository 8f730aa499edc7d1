// query-api: answers reads from the read models in PostgreSQL and their caches in Redis. No rules here but who may see
// what.

#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/logging/log.hpp"
#include "platform/process/probe.hpp"
#include "platform/process/process.hpp"
#include "platform/time/wall_clock.hpp"
#include "query-api/facades/appointment_chat/routes.hpp"
#include "query-api/facades/clinics/routes.hpp"
#include "query-api/facades/pet_care/routes.hpp"
#include "query-api/settings.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/appointment_chat/manners.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/cors.hpp"
#include "schemas/api/operation/manners.hpp"
#include "schemas/api/operation/operation.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/read_models/outside_users.hpp"

namespace frontdesk::query_api {
namespace {

constexpr auto drain_patience = std::chrono::seconds(5);
constexpr std::size_t connections_max = 4;
constexpr std::size_t refills_max = 2;

bool read_models_exist(const Queries& queries) {
  try {
    queries.queue("00000000-0000-0000-0000-000000000000");
    return true;
  } catch (const std::exception& error) {
    logging::debug("not ready", {{"error", error.what()}});
    return false;
  }
}

void add_operation_routes(Reads& reads, const auth::Tokens& tokens) {
  using api::operation::Nothing;
  reads.on<Nothing>(api::operation::get_health,
                    [](const auto& asked) { return asked.succeed(api::operation::health.json({wall_clock_now()})); });
  reads.on<Nothing>(api::operation::get_key_set, [&tokens](const auto& asked) {
    auto response = asked.succeed(tokens.jwks());
    response.headers.emplace_back("Cache-Control", "public, max-age=300");
    return response;
  });
}

void serve(const Settings& settings) {
  const auth::Tokens tokens(settings.keys);
  auth::AskedOutsideUsers outside_users(settings.command_api.host, settings.command_api.port);
  auth::Callers callers(tokens, outside_users, settings.redis_url, settings.database_url, connections_max);
  const Queries queries(settings.database_url, settings.topics, connections_max);
  redis::Pool refills(settings.redis_url, refills_max);
  const CareQueries care_queries(settings.database_url, connections_max);
  ReadMarks read_marks(settings.command_api.host, settings.command_api.port);
  ChatTexts chat_texts;
  const Deployment deployment{queries, care_queries, read_marks, chat_texts, refills};

  http::Router router;
  process::add_probes(router, [&queries] { return read_models_exist(queries); });
  Reads operation(router, api::operation::manners, callers);
  add_operation_routes(operation, tokens);
  Reads of_clinics(router, api::clinics::manners, callers);
  clinics::add_account_routes(of_clinics, deployment);
  clinics::add_clinic_routes(of_clinics, deployment);
  clinics::add_queue_routes(of_clinics, deployment);
  clinics::add_token_routes(of_clinics, deployment);
  Reads of_pet_care(router, api::pet_care::manners, callers);
  pet_care::add_care_room_routes(of_pet_care, deployment);
  pet_care::add_message_routes(of_pet_care, deployment);
  Reads of_appointment_chat(router, api::appointment_chat::manners, callers);
  appointment_chat::add_message_routes(of_appointment_chat, deployment);
  router.otherwise(
      [](auto request, const http::Respond& respond) { respond(api::endpoint_not_found_answer(request->path)); });

  const api::Cors cors(settings.allowed_origins);
  http::ServerOptions options;
  options.port = settings.port;
  options.threads = static_cast<int>(connections_max);
  options.trusted_proxies = settings.trusted_proxies;
  options.refusal = [&cors](int status, const http::Refused& refused) { return cors.refusal(status, refused); };
  http::Server server(options, cors.around(router));
  server.start();
  logging::info("listening", {{"port", std::to_string(server.port())}});
  process::await_stop_signal();
  logging::info("draining");
  server.drain(drain_patience);
}

}  // namespace
}  // namespace frontdesk::query_api

int main() {
  using namespace frontdesk;
  return process::run("query-api", [](config::Environment& environment) {
    const auto settings = query_api::read_settings(environment);
    logging::start("query-api", settings.log_level);
    logging::info("starting", {{"settings", settings.description}});
    query_api::serve(settings);
  });
}
