#pragma once
#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/gateway/gateway_fixture.hpp"

// Gateways on one log, and clients that lose their connections and come back as socket.io-client does.
namespace frontdesk::realtime_gateway {

inline int interleavings_wanted() {
  const char* wanted = std::getenv("FRONTDESK_INTERLEAVINGS");
  return wanted != nullptr ? std::stoi(wanted) : 300;
}

// One log with several queues, each in a partition of its own, and the read models behind it.
struct Town {
  explicit Town(int queues) {
    for (int i = 0; static_cast<int>(queue_ids.size()) < queues; ++i) {
      std::string id = "11111111-1111-4111-8111-" + std::to_string(100'000'000'000 + i);
      if (topics.events_unit(id).partition != static_cast<int>(queue_ids.size())) continue;
      queue_ids.push_back(id);
    }
    for (const auto& unit : topics.all_units()) writers.emplace(unit, std::make_unique<UnitWriter>(*log, unit));
    for (const auto& unit : topics.all_units()) written[unit] = projected[unit] = 1;
    loop.set_now(now);
    loop.run();
  }

  event_log::UnitId unit_of(std::size_t queue) const { return topics.events_unit(queue_ids[queue]); }
  template <class Event>
  void write(std::size_t queue, const Event& event) {
    written[unit_of(queue)] = writers.at(unit_of(queue))->write(event, loop.now());
  }
  // Where a stream begins that starts when so much is projected.
  std::map<event_log::UnitId, units::Position> positions_at(const std::map<event_log::UnitId, std::int64_t>& offsets) {
    std::map<event_log::UnitId, units::Position> start;
    std::vector<std::unique_ptr<event_log::Tail>> tails;
    for (const auto& [unit, offset] : offsets) {
      auto& position = start[unit];
      tails.push_back(log->read_from(
          unit, 0,
          [&position, end = offset](const std::vector<event_log::Record>& records) {
            for (const auto& record : records) {
              if (record.offset < end) units::accept(position, record);
            }
          },
          [](event_log::TailError, const std::string&) {}));
    }
    loop.run();
    return start;
  }

  ManualLoop loop;
  event_log::Topics topics{3, 1};
  std::shared_ptr<event_log::EventLog> log = event_log::make_memory_log(loop);
  std::vector<std::string> queue_ids;
  std::map<event_log::UnitId, std::unique_ptr<UnitWriter>> writers;
  std::map<event_log::UnitId, std::int64_t> written;
  std::map<event_log::UnitId, std::int64_t> projected;
};

// A gateway process. It can be killed: whatever it held is gone.
class GatewayProcess {
  Town& town_;

 public:
  explicit GatewayProcess(Town& town, const Recoveries::Limits& limits = {}, const std::string& secret = "a secret")
      : town_(town) {
    auto& queues = *(rows = &rows_in<rows::Queue>(sources_));
    tokens = &rows_in<rows::Token>(sources_);
    queues.loop = tokens->loop = &town.loop;
    queues.row.is_active = true;
    queues.row.day_starts_at = {now.ms - 9 * hour};
    queues.row.day_ends_at = {now.ms + 15 * hour};
    queues.reading.outcome = tokens->reading.outcome = RowReading::Outcome::found;
    const auto nobody = [](const std::string&, std::function<void(Admission)> done) { done({}); };
    gateway = std::make_unique<Gateway>(
        GatewayParts{town.loop, town.topics, api::families(), nobody, sessions, sources_, commands_});
    const auto start = town.positions_at(town.projected);
    if (!secret.empty()) gateway->recover_from(*town.log, start, secret, limits);
    stream_ = std::make_unique<LogStream>(*town.log, positions, town.loop, *gateway,
                                          LogStream::Options{.not_before = {town.loop.now().ms - 10'000}});
    stream_->start(start);
    gateway->follow(*stream_, positions);
    for (const auto& [unit, offset] : town.projected) positions.advance(unit, offset);
    town.loop.run();
    gateway->ready();
  }
  ~GatewayProcess() {
    stream_.reset();
    town_.loop.run();
  }

  projected::ManualPositions positions{town_.loop};
  Sessions sessions;
  StoredRows<rows::Queue>* rows = nullptr;
  StoredRows<rows::Token>* tokens = nullptr;
  std::unique_ptr<Gateway> gateway;

 private:
  RowSources sources_;
  Commands commands_;
  std::unique_ptr<LogStream> stream_;
};

// What an unmodified client does: it keeps the pid of its CONNECT and the last text at the end of an event.
class ReturningClient {
 public:
  explicit ReturningClient(Town& town, std::string user) : town_(town), user_(std::move(user)) {}

  // What was told up to here is processed; what is on the way then is lost with the connection.
  void process(std::size_t at_most = SIZE_MAX) {
    if (!socket) return;
    for (; processed_ < socket->received.size() && at_most > 0; ++processed_, --at_most) {
      std::string text = *socket->received[processed_];
      if (const auto at = text.rfind(" @"); at != std::string::npos) {
        if (!pid.empty()) offset = text.substr(at + 2);
        text.resize(at);
      }
      heard.push_back(text);
    }
  }
  std::size_t unprocessed() const { return socket ? socket->received.size() - processed_ : 0; }

  void lose() {
    if (!socket) return;
    socket->close(CloseReason::shutting_down);
    gateway_->closed(*socket);
    socket.reset();
    gateway_ = nullptr;
  }
  // As transports/socketio_sockets.cpp does it.
  void connect(GatewayProcess& process) {
    gateway_ = process.gateway.get();
    coming = true;
    const auto opening = recorded_socket(user_, "s1", now.ms / 1000 + 900);
    const auto open = [this, opening](bool recovered) {
      socket = opening;
      coming = false;
      processed_ = 0;
      was_recovered = recovered;
      gateway_->opened(socket);
    };
    const auto fresh = [this, opening, open](std::unique_ptr<Resumption> resumption) {
      pid = gateway_->offer_recovery(opening->identity(), "sid-" + user_, offset).value_or("");
      if (!pid.empty()) opening->tell_positions();
      if (resumption) {
        reason = resumption->reason;
        opening->resume(std::move(resumption));
      }
      open(false);
    };
    if (pid.empty()) return fresh(nullptr);
    gateway_->recover({pid, offset}, opening->identity(),
                      [opening, open, fresh](std::unique_ptr<Resumption> resumption) {
                        if (!resumption->recovered) return fresh(std::move(resumption));
                        opening->tell_positions();
                        opening->resume(std::move(resumption));
                        open(true);
                      });
  }
  void join(std::size_t queue) { send("join-queue", queue); }
  void leave(std::size_t queue) { send("leave-queue", queue); }

  // What it processed, without what answers its own connecting and joining.
  std::vector<std::string> told(const std::string& event_begins) const {
    std::vector<std::string> found;
    for (const auto& text : heard) {
      if (text.starts_with(event_begins)) found.push_back(text);
    }
    return found;
  }

  std::shared_ptr<RecordedSocket> socket;
  bool coming = false;
  std::string pid;
  std::optional<std::string> offset;
  bool was_recovered = false;
  std::string reason;
  std::vector<std::string> heard;

 private:
  void send(const std::string& event, std::size_t queue) {
    gateway_->received(socket, {event, {GatewayTest::text(town_.queue_ids[queue])}}, [](const auto&) {});
  }

  Town& town_;
  const std::string user_;
  Gateway* gateway_ = nullptr;
  std::size_t processed_ = 0;
};

}  // namespace frontdesk::realtime_gateway
