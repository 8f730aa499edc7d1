// projectors: keeps the read models in PostgreSQL and the caches in Redis as new as the log, and says so.
#include "platform/event_log/kafka.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/logging/log.hpp"
#include "platform/process/probe.hpp"
#include "platform/process/process.hpp"
#include "projectors/projections.hpp"
#include "projectors/projector.hpp"

namespace frontdesk::projectors {
namespace {

constexpr auto drain_patience = std::chrono::seconds(2);

// What projectors reads from its environment; .env.example says what each variable does.
struct Settings {
  std::uint16_t port = 0;
  std::string brokers;
  ProjectorOptions projector;
  std::string log_level;
  std::string description;
};

Settings read_settings(config::Environment& environment) {
  Settings settings;
  settings.port = environment.port("PROJECTORS_PORT", 7404);
  settings.brokers = environment.required("KAFKA_BROKERS");
  settings.projector.database_url = environment.secret("DATABASE_URL");
  settings.projector.redis_url = environment.secret("REDIS_URL");
  settings.projector.topics = event_log::Topics::from(environment);
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

http::Response answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

void serve(const Settings& settings) {
  const bool log_is_there = process::keep_trying("Kafka and its topics", [&] {
    event_log::await_topics(settings.brokers, settings.projector.topics, std::chrono::seconds(2));
  });
  if (!log_is_there) return;
  const auto executor = make_thread_executor("projector");
  const auto log = event_log::make_kafka_log({.brokers = settings.brokers, .client_id = "projectors"}, *executor);
  std::unique_ptr<Projector> projector;
  run_and_wait(*executor,
               [&] { projector = std::make_unique<Projector>(*log, *executor, settings.projector, all_projections); });
  {
    http::Router router;
    process::add_probes(router, [&projector] { return projector->ready(); });
    router.otherwise(
        [](auto, const http::Respond& respond) { respond(answer(404, R"({"error":"Endpoint not found"})")); });
    http::ServerOptions options;
    options.port = settings.port;
    options.threads = 1;
    options.refusal = [](int status, const http::Refused&) { return answer(status, R"({"error":"Bad request"})"); };
    http::Server server(options, router);
    server.start();
    executor->post([&] { projector->start(); });
    logging::info("listening", {{"port", std::to_string(server.port())}});
    process::await_stop_signal();
    logging::info("stopping");
    server.drain(drain_patience);
  }
  // Between two batches, so nothing is left half done.
  run_and_wait(*executor, [&] { projector.reset(); });
}

}  // namespace
}  // namespace frontdesk::projectors

int main() {
  using namespace frontdesk;
  return process::run("projectors", [](config::Environment& environment) {
    const auto settings = projectors::read_settings(environment);
    logging::start("projectors", settings.log_level);
    logging::info("starting", {{"settings", settings.description}});
    projectors::serve(settings);
  });
}
