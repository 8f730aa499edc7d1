#include "tests/projectors/read_models.hpp"

#include <cstdlib>
#include <future>
#include <random>
#include <stdexcept>
#include <thread>

#include "platform/event_log/memory.hpp"
#include "platform/postgres/postgres.hpp"
#include "platform/redis/redis.hpp"
#include "platform/units/records.hpp"
#include "projectors/projections.hpp"

// libpqxx 6.4 loses the result of a statement that fails.
extern "C" const char* __lsan_default_suppressions() { return "leak:PQmakeEmptyPGresult"; }

namespace frontdesk::projectors {
namespace {

std::string required(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set");
  return value;
}

constexpr Instant noon{1'795'262'400'000};

}  // namespace

std::string database_url() { return required("DATABASE_URL"); }
std::string redis_url() { return required("REDIS_URL"); }

LogWriter::LogWriter(event_log::EventLog& log, Executor& executor, event_log::Topics topics)
    : log_(log), executor_(executor), topics_(topics) {}
LogWriter::~LogWriter() = default;

event_log::UnitId LogWriter::unit_of(const std::string& key) const {
  return key.starts_with("user") ? topics_.identity_unit(key) : topics_.events_unit(key);
}

LogWriter::Unit& LogWriter::unit(const event_log::UnitId& id) {
  Unit& found = units_[id];
  if (found.appender) return found;
  found.appender = log_.open_appender(id);
  put(found, units::term_started_record("test", to_string(id), "term-" + to_string(id), noon));
  return found;
}

void LogWriter::put(Unit& unit, event_log::NewRecord record) {
  const event_log::Record read{unit.position.next_offset, record.key, record.value, record.headers};
  units::accept(unit.position, read);
  unit.appender->append(std::move(record), [](event_log::AppendOutcome, std::int64_t) {});
}

event_log::NewRecord LogWriter::record(Unit& unit, const std::string& key, const std::string& subject, std::string type,
                                       int version, std::string payload) {
  const std::string previous = units::chain_hash(unit.position);
  const units::Envelope envelope{"test", "unit", unit.position.term, unit.position.number + 1, previous, noon};
  return units::event_record(envelope, {"", std::move(type), version, key, subject, std::move(payload)}, {}, 1);
}

void LogWriter::append(const std::vector<Given>& events) {
  for (const Given& given : events) {
    Unit& target = unit(unit_of(given.key));
    std::visit(
        [&](const auto& event) {
          put(target,
              record(target, given.key, given.subject, std::string(type_of(event)), version_of(event), encode(event)));
        },
        given.event);
  }
}

void LogWriter::append_void(const std::string& key) {
  Unit& target = unit(unit_of(key));
  auto stray = record(target, key, "stray", "TokenIssued", 1, "{}");
  for (auto& [name, value] : stray.headers) {
    if (name == units::header::term) value = "a term that nobody started";
  }
  put(target, std::move(stray));
}

void LogWriter::append(const std::string& key, const std::string& subject, const std::string& type,
                       const std::string& payload) {
  Unit& target = unit(unit_of(key));
  put(target, record(target, key, subject, type, 1, payload));
}

void LogWriter::append_undecodable(const std::string& key, const std::string& subject) {
  append(key, subject, "TokenIssued", R"({"queueId":)");
}

void LogWriter::append_broken(const std::string& key) {
  Unit& target = unit(unit_of(key));
  auto other = record(target, key, "queue/x", "TokenIssued", 1, "{}");
  for (auto& [name, value] : other.headers) {
    if (name == units::header::previous_hash) value = std::string(64, '0');
  }
  target.appender->append(std::move(other), [](event_log::AppendOutcome, std::int64_t) {});
}

ReadModels::ReadModels() {
  std::random_device random;
  const std::string name = std::to_string(random()) + std::to_string(random());
  schema_ = "test_" + name;
  prefix_ = "test:" + name + ":";
  executor_ = make_thread_executor("projector");
  log_ = event_log::make_memory_log(*executor_);
  on_executor([this] { writer_ = std::make_unique<LogWriter>(*log_, *executor_, topics_); });
}

ReadModels::~ReadModels() {
  stop();
  on_executor([this] { writer_.reset(); });
  executor_.reset();
  pqxx::connection connection(database_url());
  pqxx::nontransaction(connection).exec("drop schema if exists " + schema_ + " cascade");
  redis::Connection redis(redis_url());
  const auto keys = redis.command({"KEYS", prefix_ + "*"});
  for (const auto& key : keys.elements) redis.command({"DEL", key.text});
}

void ReadModels::on_executor(const std::function<void()>& work) {
  std::promise<void> done;
  executor_->post([&] {
    work();
    done.set_value();
  });
  done.get_future().get();
}

void ReadModels::given(const std::vector<Given>& events) {
  on_executor([&] { writer_->append(events); });
}

ProjectorOptions ReadModels::options() const {
  ProjectorOptions options;
  options.topics = topics_;
  // So that a test can find this projector's connections.
  const auto url = database_url();
  // A URL of a Unix socket has parameters already.
  options.database_url = url + (url.find('?') == std::string::npos ? "?" : "&") + "application_name=" + schema_;
  options.redis_url = redis_url();
  options.schema = schema_;
  options.cache_prefix = prefix_;
  options.backoff_max = std::chrono::milliseconds(400);
  return options;
}

void ReadModels::start(ProjectorOptions options) { start(std::move(options), all_projections); }

void ReadModels::start(ProjectorOptions options, std::function<Projections()> projections) {
  on_executor([&] {
    projectors_.push_back(std::make_unique<Projector>(*log_, *executor_, std::move(options), std::move(projections)));
    projectors_.back()->start();
  });
}

void ReadModels::stop() {
  on_executor([this] { projectors_.clear(); });
}

void ReadModels::when_projected() {
  start(options());
  await_end_of_log();
}

void ReadModels::await_end_of_log() {
  std::map<event_log::UnitId, std::int64_t> ends;
  for (const auto& unit : topics_.all_units()) {
    std::promise<std::int64_t> end;
    executor_->post([&] { log_->end_offset(unit, [&](auto offset) { end.set_value(offset.value_or(-1)); }); });
    ends[unit] = end.get_future().get();
  }
  const auto at_end = [&] {
    std::size_t reached = 0;
    for (const auto& row : query("select topic || '/' || partition || ' ' || next_offset from projection_position")) {
      for (const auto& [unit, end] : ends) reached += row == to_string(unit) + ' ' + std::to_string(end);
    }
    return reached == ends.size();
  };
  ASSERT_TRUE(comes_true([&] {
    try {
      return at_end();
    } catch (const pqxx::sql_error&) {
      return false;  // no schema yet
    }
  })) << "not projected up to the end";
}

bool ReadModels::comes_true(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return condition();
}

std::vector<std::string> ReadModels::query(const std::string& sql, const std::string& schema) const {
  thread_local pqxx::connection connection(database_url());
  pqxx::work transaction(connection);
  transaction.exec("set local search_path to " + (schema.empty() ? schema_ : schema) + "; set local timezone = 'UTC'");
  std::vector<std::string> rows;
  for (const auto& row : transaction.exec(sql)) rows.emplace_back(row[0].is_null() ? "null" : row[0].c_str());
  transaction.commit();
  return rows;
}

std::string ReadModels::value(const std::string& sql) const {
  const auto rows = query(sql);
  return rows.size() == 1 ? rows.front() : std::to_string(rows.size()) + " rows";
}

std::string ReadModels::dump(const std::string& schema) const {
  std::string all;
  for (const char* table : {"account", "session", "clinic", "queue", "token", "staff_activity", "appointment",
                            "care_room", "care_message", "care_reading", "dead_letter"}) {
    all += std::string(table) + ":\n";
    for (const auto& row : query(std::string("select t::text from ") + table + " t order by 1", schema))
      all += row + '\n';
  }
  for (const auto& row : query("select (topic, partition, next_offset, position)::text from projection_position "
                               "order by topic, partition",
                               schema)) {
    all += row + '\n';
  }
  return all;
}

std::optional<std::string> ReadModels::cached(const std::string& key) const {
  redis::Connection redis(redis_url());
  const auto reply = redis.command({"GET", prefix_ + key});
  if (reply.type != redis::Reply::Type::text) return std::nullopt;
  return reply.text;
}

void ReadModels::put_cached(const std::string& key, const std::string& value) const {
  redis::Connection redis(redis_url());
  redis.command({"SET", prefix_ + key, value});
}

}  // namespace frontdesk::projectors
