// command-api: takes commands over HTTP, decides them in the units it owns, answers when the event is in the log, read
// back and projected.
#include "command-api/deployment.hpp"
#include "command-api/execution/execution.hpp"
#include "command-api/execution/units.hpp"
#include "command-api/facades/appointment_chat/routes.hpp"
#include "command-api/facades/clinics/routes.hpp"
#include "command-api/facades/pet_care/routes.hpp"
#include "command-api/folds/folds.hpp"
#include "command-api/operator/routes.hpp"
#include "command-api/outside_users/outside_users.hpp"
#include "command-api/settings.hpp"
#include "platform/auth/password.hpp"
#include "platform/auth/signatures.hpp"
#include "platform/event_log/kafka.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/logging/log.hpp"
#include "platform/process/probe.hpp"
#include "platform/process/process.hpp"
#include "platform/redis/redis.hpp"
#include "schemas/api/answers.hpp"
#include "schemas/api/appointment_chat/manners.hpp"
#include "schemas/api/clinics/manners.hpp"
#include "schemas/api/cors.hpp"
#include "schemas/api/pet_care/manners.hpp"
#include "schemas/read_models/callers.hpp"

namespace frontdesk::command_api {
namespace {

constexpr auto drain_patience = std::chrono::seconds(5);
// To a store, one for each thread that asks it.
constexpr int connections_max = 4;

void serve(const Settings& settings) {
  const bool log_is_there = process::keep_trying(
      "Kafka", [&] { event_log::create_topics(settings.brokers, settings.topics, std::chrono::seconds(2)); });
  if (!log_is_there) return;
  const auto executor = make_thread_executor("units");
  const auto log = event_log::make_kafka_log({.brokers = settings.brokers, .client_id = "command-api"}, *executor);
  auto positions = projected::follow_positions(settings.redis_url, settings.database_url, *executor);
  const auth::Tokens tokens(settings.keys);
  auth::PasswordPool passwords({});
  auth::Signatures signatures(tokens, {});
  redis::Pool redis(settings.redis_url, connections_max);
  PasswordGuesses guesses(redis, settings.guesses);
  const auto announcements = make_thread_executor("announcements");
  const ZonedCalendar calendar;

  units::OwnerOptions options;
  options.source = "command-api@127.0.0.1:" + std::to_string(settings.port);
  Units units(settings.topics, *log, *executor, make_folds(calendar, settings.topics), options);
  Executions executions(units, *positions, *executor, {.topics = settings.topics});
  FirstUses first_uses(executions, settings.topics);
  auth::Callers callers(tokens, first_uses, settings.redis_url, settings.database_url, connections_max);
  const api::Cors cors(settings.allowed_origins);

  http::Router router;
  Steps steps(executions, passwords);
  auto threads = std::make_unique<WaitingThreads>();
  const Deployment deployment{settings,  executions, steps,    *threads, signatures,    tokens,
                              passwords, guesses,    calendar, redis,    *announcements};
  process::add_probes(router, [&units] { return units.readiness(); });
  first_uses.add_route(router, tokens);
  Commands of_pet_care(router, api::pet_care::manners, callers, cors, executions);
  pet_care::add_simulated_login_routes(of_pet_care, deployment);
  pet_care::add_appointment_routes(of_pet_care, deployment);
  pet_care::add_care_room_routes(of_pet_care, deployment);
  pet_care::add_message_routes(of_pet_care, deployment);
  Commands of_appointment_chat(router, api::appointment_chat::manners, callers, cors, executions);
  appointment_chat::add_message_routes(of_appointment_chat, deployment);
  Commands of_clinics(router, api::clinics::manners, callers, cors, executions);
  clinics::add_account_routes(of_clinics, deployment);
  clinics::add_session_routes(of_clinics, deployment);
  clinics::add_clinic_routes(of_clinics, deployment);
  clinics::add_staff_routes(of_clinics, deployment);
  clinics::add_queue_routes(of_clinics, deployment);
  clinics::add_desk_routes(of_clinics, deployment);
  clinics::add_token_routes(of_clinics, deployment);
  operators::add_routes(router, deployment);
  router.otherwise(
      [](auto request, const http::Respond& respond) { respond(api::endpoint_not_found_answer(request->path)); });

  http::ServerOptions server_options;
  server_options.port = settings.port;
  // Who is asking is read from Redis on the server's own threads.
  server_options.threads = connections_max;
  server_options.body_bytes_max = 16 * 1024 * 1024;
  server_options.trusted_proxies = settings.trusted_proxies;
  server_options.refusal = [&cors](int status, const http::Refused& refused) { return cors.refusal(status, refused); };
  http::Server server(server_options, cors.around(router));
  server.start();
  units.take_all();
  logging::info("listening", {{"port", std::to_string(server.port())}});
  process::await_stop_signal();
  logging::info("draining");
  passwords.stop();
  server.drain(drain_patience);
  signatures.stop();  // until here every answer that was decided is signed
  threads.reset();    // who waits there asks the units, which still answer
  units.drain(std::chrono::seconds(1));
  // What is still pending is answered while all that its answer needs is there; then nobody calls back any more.
  units.close();
  run_and_wait(*executor, [&positions] { positions.reset(); });
  run_and_wait(*executor, [] {});  // the last of them may have submitted once more
}

}  // namespace
}  // namespace frontdesk::command_api

int main() {
  using namespace frontdesk;
  return process::run("command-api", [](config::Environment& environment) {
    const auto settings = command_api::read_settings(environment);
    logging::start("command-api", settings.log_level);
    logging::info("starting", {{"settings", settings.description}});
    command_api::serve(settings);
  });
}
