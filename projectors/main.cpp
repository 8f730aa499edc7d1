// projectors: keeps the read models in PostgreSQL and the caches in Redis as new as the log, and says so.
#include <future>
#include <thread>

#include "platform/event_log/kafka.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"
#include "platform/logging/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "platform/process/process.hpp"
#include "projectors/clinic_queue/projection.hpp"
#include "projectors/identity/projection.hpp"
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
  settings.projector.topics.events_partitions =
      static_cast<int>(environment.number("FRONTDESK_EVENT_PARTITIONS", 8, 1, 1024));
  settings.projector.topics.identity_partitions =
      static_cast<int>(environment.number("FRONTDESK_IDENTITY_PARTITIONS", 4, 1, 1024));
  settings.log_level = environment.text("FRONTDESK_LOG_LEVEL", "info");
  settings.description = environment.describe();
  return settings;
}

std::vector<std::unique_ptr<Projection>> all_projections() {
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(make_clinic_queue_projection());
  projections.push_back(make_identity_projection());
  return projections;
}

// Runs on the executor and waits until it has.
template <class Work>
void run_on(Executor& executor, Work work) {
  std::promise<void> done;
  executor.post([&] {
    try {
      work();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

http::Response answer(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Router probes(const Projector& projector) {
  http::Router router;
  router.add("GET", "/livez", [](auto, http::Respond respond) { respond(answer(200, R"({"live":true})")); });
  router.add("GET", "/readyz", [&projector](auto, http::Respond respond) {
    const bool ready = projector.ready();
    respond(answer(ready ? 200 : 503, ready ? R"({"ready":true})" : R"({"ready":false})"));
  });
  router.add("GET", "/metrics", [](auto, http::Respond respond) {
    http::Response response = answer(200, metrics::exposition());
    response.content_type = "text/plain; version=0.0.4";
    respond(std::move(response));
  });
  router.otherwise([](auto, http::Respond respond) { respond(answer(404, R"({"error":"Endpoint not found"})")); });
  return router;
}

// False when a signal to stop came first.
bool await_log(const Settings& settings) {
  for (;;) {
    try {
      event_log::await_topics(settings.brokers, settings.projector.topics, std::chrono::seconds(2));
      return true;
    } catch (const event_log::PartitionCountChanged&) {
      throw;
    } catch (const std::runtime_error& error) {
      logging::warn("waiting for the log", {{"error", error.what()}});
    }
    if (process::stop_signal_within(std::chrono::milliseconds(300))) return false;
  }
}

void serve(const Settings& settings) {
  if (!await_log(settings)) return;
  const auto executor = make_thread_executor("projector");
  const auto log = event_log::make_kafka_log({.brokers = settings.brokers, .client_id = "projectors"}, *executor);
  std::unique_ptr<Projector> projector;
  run_on(*executor,
         [&] { projector = std::make_unique<Projector>(*log, *executor, settings.projector, all_projections()); });
  {
    const http::Router router = probes(*projector);
    http::ServerOptions options;
    options.port = settings.port;
    options.threads = 1;
    options.refusal = [](int status, std::string_view) { return answer(status, R"({"error":"Bad request"})"); };
    http::Server server(options,
                        [&router](auto request, http::Respond respond) { router(request, std::move(respond)); });
    server.start();
    executor->post([&] { projector->start(); });
    logging::info("listening", {{"port", std::to_string(server.port())}});
    process::await_stop_signal();
    logging::info("stopping");
    server.drain(drain_patience);
  }
  // Between two batches, so nothing is left half done.
  run_on(*executor, [&] { projector.reset(); });
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
