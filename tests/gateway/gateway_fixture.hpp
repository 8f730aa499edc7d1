#pragma once
#include "realtime-gateway/gateway.hpp"

#include <gtest/gtest.h>

#include "events/clinic_queue.hpp"
#include "events/identity.hpp"
#include "platform/event_log/memory.hpp"
#include "platform/projected/manual.hpp"
#include "rows/booking.hpp"
#include "rows/clinic_queue.hpp"
#include "schemas/api/families.hpp"
#include "tests/gateway/manual_loop.hpp"
#include "tests/gateway/recorded_socket.hpp"
#include "tests/gateway/unit_writer.hpp"

// A gateway whose log, projection, stores and command-api are the test's.
namespace frontdesk::realtime_gateway {

namespace events = clinic_queue::events;
using Texts = std::vector<std::string>;

inline const std::string queue_id = "11111111-1111-4111-8111-111111111111";
inline const std::string token_id = "22222222-2222-4222-8222-222222222222";
inline const std::string something_wrong = R"("Something went wrong. Please try again later.")";
constexpr Instant now{1'763'715'600'000};  // 2025-11-21T09:00:00Z
constexpr std::int64_t hour = 3'600'000;

// Answers reads when the test says so.
template <class Row>
class StoredRows final : public RowSource {
 public:
  void read(std::vector<std::string> ids, Done done) override {
    ++reads;
    if (delayed) {
      waiting.push_back([this, ids, done] { done(readings(ids)); });
    } else {
      loop->post([this, ids, done] { done(readings(ids)); });
    }
  }
  std::vector<RowReading> readings(const std::vector<std::string>& ids) const {
    std::vector<RowReading> all;
    for (const auto& id : ids) {
      all.push_back(reading);
      Row found = others.contains(id) ? others.at(id) : row;
      found.id = id;
      all.back().row = std::move(found);
    }
    return all;
  }
  void answer() {
    for (const auto& each : std::exchange(waiting, {})) each();
  }

  ManualLoop* loop = nullptr;
  RowReading reading;
  Row row;                            // of any id
  std::map<std::string, Row> others;  // but these
  bool delayed = false;
  int reads = 0;
  std::vector<std::function<void()>> waiting;
};

// By id; what is not there is unknown.
class CareRoomRows final : public RowSource {
 public:
  void read(std::vector<std::string> ids, Done done) override {
    loop->post([this, ids, done] {
      std::vector<RowReading> readings;
      for (const auto& id : ids) {
        const auto found = stored.find(id);
        if (found == stored.end()) {
          readings.push_back({away ? RowReading::Outcome::unavailable : RowReading::Outcome::unknown, {}, 0});
        } else {
          readings.push_back({RowReading::Outcome::found, found->second, 0});
        }
      }
      done(std::move(readings));
      if (after_read) std::exchange(after_read, nullptr)();
    });
  }

  ManualLoop* loop = nullptr;
  std::map<std::string, rows::CareRoom> stored;
  bool away = false;
  std::function<void()> after_read;  // what happens behind the next answer
};

class Commands final : public SocketCommands {
 public:
  void send(SocketCommand command, std::function<void(SocketCommandAnswer)> done) override {
    sent.push_back(std::move(command));
    answers.push_back(std::move(done));
  }
  std::vector<SocketCommand> sent;
  std::vector<std::function<void(SocketCommandAnswer)>> answers;
};

class Sessions final : public SessionCheck {
 public:
  void ask(const std::string&, std::function<void(Standing)> done) override { done(standing); }
  // By the tokens of the test's people.
  void identify(const std::string& token, std::function<void(Admission)> done) override {
    const auto found = people.find(token);
    if (found == people.end()) return done({Admission::Verdict::refused, {}, {}});
    done({Admission::Verdict::admitted, found->second, {}});
  }
  std::map<std::string, Identity> people;
  Standing standing = Standing::lives;
};

template <class Row>
StoredRows<Row>& rows_in(RowSources& sources) {
  auto made = std::make_unique<StoredRows<Row>>();
  auto& rows = *made;
  sources.emplace(Row::table, std::move(made));
  return rows;
}

struct GatewayTest : testing::Test {
  ManualLoop loop;
  event_log::Topics topics;
  std::shared_ptr<event_log::EventLog> log = event_log::make_memory_log(loop);
  projected::ManualPositions positions{loop};
  RowSources sources;
  StoredRows<rows::Queue>& queues = rows_in<rows::Queue>(sources);
  StoredRows<rows::Token>& tokens = rows_in<rows::Token>(sources);
  CareRoomRows& care_rooms =
      dynamic_cast<CareRoomRows&>(*sources.emplace("care_room", std::make_unique<CareRoomRows>()).first->second);
  Commands commands;
  Sessions sessions;
  Admission admission;  // what every token gets
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<LogStream> stream;
  event_log::UnitId unit = topics.events_unit(queue_id);
  std::unique_ptr<UnitWriter> writer;

  void SetUp() override {
    loop.set_now(now);
    queues.loop = tokens.loop = &loop;
    care_rooms.loop = &loop;
    auto& row = queues.row;
    row.is_active = true;
    row.day_starts_at = {now.ms - 9 * hour};
    row.day_ends_at = {now.ms + 15 * hour};
    row.start_time = {now.ms};
    row.end_time = {now.ms + 8 * hour};
    row.current_token_no = 1;
    row.waiting_count = 2;
    tokens.row = token_of("asha", 2);
    tokens.others["t1"] = token_of("ben", 1, now);
    tokens.others["t3"] = token_of("ben", 3);
    queues.reading.outcome = tokens.reading.outcome = RowReading::Outcome::found;
    const auto admit = [this](const std::string&, std::function<void(Admission)> done) { done(admission); };
    gateway =
        std::make_unique<Gateway>(GatewayParts{loop, topics, api::families(), admit, sessions, sources, commands});
    stream = std::make_unique<LogStream>(*log, positions, loop, *gateway, LogStream::Options{});
    std::map<event_log::UnitId, units::Position> from;
    for (const auto& each : topics.all_units()) from[each] = {};
    stream->start(from);
    gateway->follow(*stream, positions);
    writer = std::make_unique<UnitWriter>(*log, unit);
    loop.run();
  }
  // What the gateway would do if it were gone before the log and the sessions.
  void TearDown() override {
    stream.reset();
    loop.run();
  }

  std::shared_ptr<RecordedSocket> connect(const std::string& user, const std::string& session_id = "s1") {
    auto connected = recorded_socket(user, session_id, now.ms / 1000 + 900);
    gateway->opened(connected);
    return connected;
  }
  // What the acknowledgement would be; "none" when nobody answers.
  std::string send(const std::shared_ptr<RecordedSocket>& socket, const std::string& event,
                   std::vector<Argument> arguments) {
    std::string ack = "not answered";
    auto kept = std::make_shared<std::string*>(&ack);
    gateway->received(socket, {event, std::move(arguments)}, [kept](const std::optional<std::string>& answer) {
      if (*kept != nullptr) **kept = answer.value_or("none");
    });
    loop.run();
    *kept = nullptr;
    return ack;
  }
  static Argument text(const std::string& value) { return {Argument::Kind::string, value, std::nullopt}; }
  static Argument number(std::int64_t value) { return {Argument::Kind::number, std::to_string(value), value}; }

  std::shared_ptr<RecordedSocket> joined(const std::string& user) {
    auto socket = connect(user);
    send(socket, "join-queue", {text(queue_id)});
    socket->received.clear();
    return socket;
  }
  void project(std::int64_t next_offset) {
    queues.reading.position = next_offset;
    positions.advance(unit, next_offset);
    loop.run();
  }
  std::string status(const std::string& more = "") const {
    return R"(queue:status_update {"queueId":")" + queue_id + R"(","currentTokenNo":1,"waitingCount":2,"startTime":")" +
           to_iso8601({now.ms}) + R"(","endTime":")" + to_iso8601({now.ms + 8 * hour}) + '"' + more + '}';
  }
  static std::string token_json(const std::string& id, const std::string& patient, int token_number,
                                const std::string& state, const std::string& called, const std::string& completed,
                                const std::string& skipped, const std::string& more = "") {
    const auto time = [](const std::string& value) { return value.empty() ? "null" : '"' + value + '"'; };
    return R"({"id":")" + id + R"(","queueId":")" + queue_id + R"(","patientId":")" + patient + R"(","tokenNumber":)" +
           std::to_string(token_number) + R"(,"status":")" + state + R"(","createdAt":")" + to_iso8601(now) +
           R"(","calledAt":)" + time(called) + R"(,"completedAt":)" + time(completed) + R"(,"skippedAt":)" +
           time(skipped) + more + '}';
  }
  static rows::Token token_of(const std::string& patient, int number, std::optional<Instant> called_at = {}) {
    rows::Token row;
    row.queue_id = queue_id;
    row.patient_id = patient;
    row.token_number = number;
    row.status = called_at ? "CALLED" : "WAITING";
    row.created_at = now;
    row.called_at = called_at;
    return row;
  }
  static events::TokenIssued issued() { return {{queue_id}, {"c"}, {token_id}, {"asha"}, 2, now}; }
  static events::TokenCalled called() {
    return {{queue_id}, {"c"}, {token_id}, {"asha"}, 2, now, {"staff"}, events::CompletedToken{{"t1"}, {"ben"}}};
  }
};

}  // namespace frontdesk::realtime_gateway
