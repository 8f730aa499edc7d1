#include "platform/event_log/kafka_client.hpp"

#include <syslog.h>

#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string_view>

#include "platform/logging/log.hpp"

namespace frontdesk::event_log::kafka {
namespace {

// While a broker is away, every client complains at every attempt; one complaint a second tells it.
bool is_repeated_complaint(std::string_view facility) {
  using std::chrono::steady_clock;
  static std::atomic<steady_clock::rep> quiet_until{steady_clock::time_point::min().time_since_epoch().count()};
  if (facility != "FAIL" && facility != "ERROR") return false;
  const auto now = steady_clock::now();
  auto until = quiet_until.load();
  if (now.time_since_epoch().count() < until) return true;
  const auto next = now + std::chrono::seconds{1};
  return !quiet_until.compare_exchange_strong(until, next.time_since_epoch().count());
}

void log_line(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  if (is_repeated_complaint(facility)) return;
  const auto fields = {logging::Field{"client", rd_kafka_name(client)}, logging::Field{"facility", facility},
                       logging::Field{"detail", text}};
  if (level <= LOG_WARNING) {
    logging::warn("kafka client", fields);
  } else if (level <= LOG_INFO) {
    logging::info("kafka client", fields);
  } else {
    logging::debug("kafka client", fields);
  }
}

}  // namespace

Settings::Settings(const std::string& brokers, const std::string& client_id) : conf_(rd_kafka_conf_new()) {
  rd_kafka_conf_set_log_cb(conf_, log_line);
  set("bootstrap.servers", brokers);
  if (!client_id.empty()) set("client.id", client_id);
  // A broker that comes back is found within a second, not within the default ten.
  set("reconnect.backoff.ms", "50");
  set("reconnect.backoff.max.ms", "1000");
  set("topic.metadata.refresh.fast.interval.ms", "100");
  set("socket.nagle.disable", "true");
  set("log.connection.close", "false");
}

Settings::~Settings() {
  if (conf_ != nullptr) rd_kafka_conf_destroy(conf_);
}

Settings& Settings::set(const char* name, const std::string& value) {
  std::array<char, 512> error{};
  if (rd_kafka_conf_set(conf_, name, value.c_str(), error.data(), error.size()) != RD_KAFKA_CONF_OK) {
    throw std::invalid_argument(error.data());
  }
  return *this;
}

Settings& Settings::report_deliveries_as_events() {
  rd_kafka_conf_set_events(conf_, RD_KAFKA_EVENT_DR);
  return *this;
}

Client Settings::start(rd_kafka_type_t type) {
  std::array<char, 512> error{};
  Client client(rd_kafka_new(type, conf_, error.data(), error.size()));
  if (!client) throw std::runtime_error(std::string("cannot start a kafka client: ") + error.data());
  conf_ = nullptr;  // the client owns it now
  return client;
}

Topic open_topic(rd_kafka_t* client, const std::string& name) {
  return Topic(rd_kafka_topic_new(client, name.c_str(), nullptr));
}

Metadata ask_metadata(rd_kafka_t* client, rd_kafka_topic_t* topic, std::chrono::milliseconds timeout) {
  const rd_kafka_metadata_t* metadata = nullptr;
  const auto error = rd_kafka_metadata(client, 0, topic, &metadata, static_cast<int>(timeout.count()));
  return Metadata(error == RD_KAFKA_RESP_ERR_NO_ERROR ? metadata : nullptr);
}

}  // namespace frontdesk::event_log::kafka
