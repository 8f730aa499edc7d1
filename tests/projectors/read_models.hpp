#pragma once
// Given events in a log of this process, when a projector runs over real PostgreSQL and Redis, then rows and keys. Each
// test has a schema and a key prefix of its own; DATABASE_URL and REDIS_URL say where.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/booking.hpp"
#include "events/clinic_queue.hpp"
#include "events/identity.hpp"
#include "platform/event_log/event_log.hpp"
#include "platform/event_log/topics.hpp"
#include "platform/executor/executor.hpp"
#include "platform/units/acceptance.hpp"
#include "projectors/projector.hpp"

namespace frontdesk::projectors {

using AnyEvent = std::variant<clinic_queue::events::Event, identity::events::Event, booking::events::Event>;

struct Given {
  std::string key;      // decides the unit
  std::string subject;  // the aggregate
  AnyEvent event;
};

// An address to go there, or a failed test.
std::string database_url();
std::string redis_url();

// Writes what an owner would write, one term a unit.
class LogWriter {
 public:
  LogWriter(event_log::EventLog& log, Executor& executor, event_log::Topics topics);
  ~LogWriter();
  void append(const std::vector<Given>& events);
  // A record under a term that nobody started.
  void append_void(const std::string& key);
  // A record in sequence that says anything.
  void append(const std::string& key, const std::string& subject, const std::string& type, const std::string& payload);
  // A record in sequence whose event cannot be decoded.
  void append_undecodable(const std::string& key, const std::string& subject);
  // A record that claims to follow another one than the last.
  void append_broken(const std::string& key);
  event_log::UnitId unit_of(const std::string& key) const;

 private:
  struct Unit {
    std::unique_ptr<event_log::Appender> appender;
    units::Position position;
  };
  Unit& unit(const event_log::UnitId& id);
  void put(Unit& unit, event_log::NewRecord record);
  event_log::NewRecord record(Unit& unit, const std::string& key, const std::string& subject, std::string type,
                              int version, std::string payload);

  event_log::EventLog& log_;
  Executor& executor_;
  event_log::Topics topics_;
  std::map<event_log::UnitId, Unit> units_;
};

class ReadModels : public ::testing::Test {
 protected:
  ReadModels();
  ~ReadModels() override;

  void given(const std::vector<Given>& events);
  // Starts a projector and waits until it is where the log ends.
  void when_projected();
  void start(ProjectorOptions options);
  void start(ProjectorOptions options, std::function<Projections()> projections);
  void stop();
  void await_end_of_log();
  ProjectorOptions options() const;
  // Waits up to 10 s; false: it did not come true.
  static bool comes_true(const std::function<bool()>& condition);

  std::vector<std::string> query(const std::string& sql, const std::string& schema = {}) const;  // rows as text
  std::string value(const std::string& sql) const;                                               // of one row
  std::string dump(const std::string& schema = {}) const;  // every row of every read model
  std::optional<std::string> cached(const std::string& key) const;
  void put_cached(const std::string& key, const std::string& value) const;
  void on_executor(const std::function<void()>& work);

  std::string schema_;
  std::string prefix_;
  event_log::Topics topics_;
  std::unique_ptr<Executor> executor_;
  std::shared_ptr<event_log::EventLog> log_;
  std::unique_ptr<LogWriter> writer_;
  std::vector<std::unique_ptr<Projector>> projectors_;
};

}  // namespace frontdesk::projectors
