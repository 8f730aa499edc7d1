// realtime-gateway: tells connected clients what happened, in the order of the log, once it can be read; passes staff's
// commands to command-api.
#include <atomic>
#include <map>
#include <optional>
#include <stdexcept>
#include <thread>

#include "platform/event_log/kafka.hpp"
#include "platform/logging/log.hpp"
#include "platform/process/process.hpp"
#include "platform/projected/cache_gate.hpp"
#include "platform/redis/redis.hpp"
#include "realtime-gateway/commands/http_socket_commands.hpp"
#include "realtime-gateway/gateway.hpp"
#include "realtime-gateway/read_models/row_sources.hpp"
#include "realtime-gateway/settings.hpp"
#include "realtime-gateway/sockets/caller_check.hpp"
#include "realtime-gateway/stream/start_positions.hpp"
#include "realtime-gateway/transports/listener.hpp"
#include "schemas/api/families.hpp"
#include "schemas/read_models/callers.hpp"
#include "schemas/read_models/outside_users.hpp"

namespace frontdesk::realtime_gateway {
namespace {

using namespace std::chrono_literals;

constexpr auto ephemeral_channel = "frontdesk:ephemeral";
constexpr auto sweep_every = 200ms;
constexpr auto close_patience = 3000ms;
constexpr auto last_words = 200ms;
constexpr auto retry_after = 300ms;
// Older events are not told: whoever was connected then was connected to another process and has read the state since.
constexpr std::int64_t told_before_start_ms = 10'000;
// Enough for a burst of handshakes; each takes a fraction of a millisecond.
constexpr std::size_t waiting_max = 20'000;
constexpr std::size_t reading_threads = 3;
constexpr std::size_t command_threads = 8;

// One that only reads keeps asking until the log and the projections are there.
class Start {
 public:
  explicit Start(const Settings& settings) : settings_(settings) {}
  void give_up() { given_up_ = true; }

  // nullopt: given up.
  std::optional<std::map<event_log::UnitId, units::Position>> positions() {
    if (!await_log()) return std::nullopt;
    while (!given_up_) {
      try {
        if (auto found = read_start_positions(settings_.database_url, settings_.topics)) return found;
        logging::info("waiting for the projections");
      } catch (const std::exception& error) {
        logging::warn("waiting for PostgreSQL", {{"error", error.what()}});
      }
      std::this_thread::sleep_for(retry_after);
    }
    return std::nullopt;
  }

 private:
  bool await_log() {
    while (!given_up_) {
      try {
        event_log::await_topics(settings_.brokers, settings_.topics, 2s);
        return true;
      } catch (const event_log::PartitionCountChanged& changed) {
        // Not ready for as long as it stays so.
        logging::error("the topics are not those configured", {{"error", changed.what()}});
      } catch (const std::runtime_error& error) {
        logging::warn("waiting for Kafka", {{"error", error.what()}});
      }
      std::this_thread::sleep_for(retry_after);
    }
    return false;
  }

  const Settings& settings_;
  std::atomic<bool> given_up_ = false;
};

void sweep_for_ever(Executor& loop, Gateway& gateway) {
  loop.after(sweep_every, [&loop, &gateway] {
    gateway.sweep();
    sweep_for_ever(loop, gateway);
  });
}

ListenerOptions listener_options(const Settings& settings) {
  ListenerOptions options;
  options.port = settings.port;
  options.public_address = settings.public_address;
  options.public_port = settings.public_port;
  options.session_id_prefix = std::to_string(settings.number) + '-';
  options.trusted_proxies = settings.trusted_proxies;
  options.allowed_origins = settings.allowed_origins;
  options.connections = settings.connections;
  options.inbound = settings.inbound;
  return options;
}

void stop_when_closed(EventLoop& loop, Listener& listener, std::chrono::milliseconds until) {
  if (loop.monotonic() >= until) return loop.stop();
  // The last ones' last words are still to be written.
  if (listener.open_connections() == 0) return loop.after(last_words, [&loop] { loop.stop(); });
  loop.after(20ms, [&loop, &listener, until] { stop_when_closed(loop, listener, until); });
}

void serve(const Settings& settings) {
  EventLoop loop;
  const auth::Tokens tokens(settings.keys);
  auth::AskedOutsideUsers outside_users(settings.command_api.host, settings.command_api.port);
  auth::Callers callers(tokens, outside_users, settings.redis_url, settings.database_url, reading_threads);
  const projected::CacheGate gate(settings.database_url);
  const auto log = event_log::make_kafka_log({.brokers = settings.brokers, .client_id = "realtime-gateway"}, loop);
  std::unique_ptr<projected::Positions> positions;
  std::unique_ptr<LogStream> stream;

  // Declared after what their jobs use and before what uses them; they end first (below), then nothing posts to the
  // loop any more.
  auto reading = std::make_unique<Workers>("reading", reading_threads, waiting_max);
  auto commanding = std::make_unique<Workers>("commanding", command_threads, waiting_max);
  CallerCheck check(callers, *reading, loop);
  const auto sources =
      stored_row_sources({settings.redis_url, settings.database_url, gate, settings.topics, *reading, loop});
  const auto commands = http_socket_commands(settings.command_api.host, settings.command_api.port, *commanding, loop);
  const auto admit = [&check](const std::string& token, std::function<void(Admission)> done) {
    check.identify(token, std::move(done));
  };
  Gateway gateway(
      {loop, settings.topics, api::families(), admit, check, sources, *commands, settings.rooms_per_connection_max});

  Listener listener(loop, listener_options(settings), gateway);
  listener.start();
  logging::info("listening", {{"port", std::to_string(listener.port())}});
  sweep_for_ever(loop, gateway);

  const Instant started_at = loop.now();
  Start start(settings);
  std::thread starting([&] {
    auto from = start.positions();
    if (!from) return;
    loop.post([&, from = std::move(*from)] {
      positions = projected::follow_positions(settings.redis_url, settings.database_url, loop);
      stream = std::make_unique<LogStream>(*log, *positions, loop, gateway,
                                           LogStream::Options{.not_before = {started_at.ms - told_before_start_ms}});
      if (!settings.keys.shared_secret.empty()) gateway.recover_from(*log, from, settings.keys.shared_secret);
      stream->start(from);
      gateway.follow(*stream, *positions);
      logging::info("following the log", {{"units", std::to_string(from.size())}});
    });
  });
  redis::Subscriber ephemeral(
      settings.redis_url, {ephemeral_channel},
      [&loop, &gateway](std::string_view, std::string_view message) {
        loop.post([&gateway, text = std::string(message)] { gateway.ephemeral(text); });
      },
      [](bool subscribed) {
        if (!subscribed) logging::warn("Redis is away: what changes nothing is not told");
      });

  std::thread signals([&] {
    process::await_stop_signal();
    start.give_up();
    logging::info("draining");
    loop.post([&] {
      listener.stop_accepting();
      gateway.drain(settings.drain);
      loop.after(settings.drain, [&] { listener.end_unclaimed_sessions(); });
      stop_when_closed(loop, listener, loop.monotonic() + settings.drain + close_patience);
    });
  });
  loop.run();
  signals.join();
  starting.join();
  commanding.reset();
  reading.reset();
  stream.reset();
  positions.reset();
}

}  // namespace
}  // namespace frontdesk::realtime_gateway

int main() {
  using namespace frontdesk;
  return process::run("realtime-gateway", [](config::Environment& environment) {
    const auto settings = realtime_gateway::read_settings(environment);
    logging::start("realtime-gateway", settings.log_level);
    logging::info("starting", {{"settings", settings.description}});
    realtime_gateway::serve(settings);
  });
}
