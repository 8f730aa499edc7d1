#include "projectors/read_schemas.hpp"

#include "platform/postgres/postgres.hpp"
#include "platform/units/acceptance.hpp"
#include "projectors/schema/read_model_sql.hpp"

namespace frontdesk::projectors {
namespace {

// Longer than the wait for a lock that a reader holds.
constexpr std::chrono::milliseconds lock_patience{5000};
constexpr const char* lock_not_available = "55P03";

void configure(pqxx::connection& connection) {
  pqxx::nontransaction(connection)
      .exec(
          "set lock_timeout = '3s'; set statement_timeout = '60s'; set idle_in_transaction_session_timeout = '10s'; "
          "set client_min_messages = warning");
}

}  // namespace

class ReadSchemas::Impl {
 public:
  Impl(std::string database_url, std::string name)
      : shown_(std::move(name)),
        building_(building_of(shown_)),
        pool_(std::move(database_url), 1, configure, lock_patience) {}

  Found look() {
    Found found;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      found = {condition_of(transaction, shown_), condition_of(transaction, building_),
               exists(transaction, replaced())};
    });
    return found;
  }

  void begin_building(const std::vector<event_log::UnitId>& units) {
    alone([&](pqxx::transaction_base& transaction) {
      if (condition_of(transaction, shown_) != Condition::whole) drop(transaction, shown_);
      if (condition_of(transaction, building_) == Condition::whole) return true;
      drop(transaction, building_);
      create_building(transaction);
      insert_positions(transaction, units);
      return true;
    });
  }

  bool show_building() {
    return alone([&](pqxx::transaction_base& transaction) {
      if (condition_of(transaction, building_) != Condition::whole) return false;
      if (condition_of(transaction, shown_) != Condition::whole) {
        drop(transaction, shown_);
      } else {
        if (is_behind(transaction)) return false;
        drop(transaction, replaced());
        rename(transaction, shown_, replaced());
      }
      rename(transaction, building_, shown_);
      return true;
    });
  }

  // Not with the swap, because dropping waits for those who read its tables at this moment.
  bool drop_replaced() {
    try {
      return alone([&](pqxx::transaction_base& transaction) {
        transaction.exec("set local lock_timeout = '100ms'");
        drop(transaction, replaced());
        return true;
      });
    } catch (const pqxx::sql_error& error) {
      if (error.sqlstate() != lock_not_available) throw;
      return false;
    }
  }

 private:
  // One transaction, carried out unless `work` says false; several processes may have the same in mind.
  template <class Work>
  bool alone(const Work& work) {
    bool done = false;
    pool_.with([&](pqxx::connection& connection) {
      pqxx::work transaction(connection);
      transaction.exec("select pg_advisory_xact_lock(hashtext('frontdesk read model'))");
      done = work(transaction);
      if (done) transaction.commit();
    });
    return done;
  }

  std::string replaced() const { return shown_ + "_replaced"; }

  static void drop(pqxx::transaction_base& transaction, const std::string& schema) {
    transaction.exec("drop schema if exists " + transaction.quote_name(schema) + " cascade");
  }

  static void rename(pqxx::transaction_base& transaction, const std::string& from, const std::string& to) {
    transaction.exec("alter schema " + transaction.quote_name(from) + " rename to " + transaction.quote_name(to));
  }

  void create_building(pqxx::transaction_base& transaction) const {
    const std::string schema = transaction.quote_name(building_);
    transaction.exec("create schema " + schema);
    transaction.exec("set local search_path to " + schema);
    transaction.exec(read_model_sql);
    transaction.exec("insert into read_model select " + transaction.quote(read_model_fingerprint) + ", (" +
                     count_of_tables(transaction, building_) + ")");
  }

  // What lies in the caches belongs to rows of another making: it is bypassed until it has been made from these.
  static void insert_positions(pqxx::transaction_base& transaction, const std::vector<event_log::UnitId>& units) {
    for (const event_log::UnitId& unit : units) {
      transaction.exec("insert into projection_position (topic, partition, next_offset, position, cache_ok) values (" +
                       transaction.quote(unit.topic) + ", " + std::to_string(unit.partition) + ", 0, " +
                       transaction.quote(units::to_text({})) + ", false)");
    }
  }

  // Holds the shown positions until the end of the transaction, so that nobody moves them on meanwhile.
  bool is_behind(pqxx::transaction_base& transaction) const {
    const std::string shown = transaction.quote_name(shown_) + ".projection_position";
    transaction.exec("lock table " + shown + " in share row exclusive mode");
    const auto behind = transaction.exec("select from " + shown + " s left join " + transaction.quote_name(building_) +
                                         ".projection_position b using (topic, partition) "
                                         "where b.next_offset is null or b.next_offset < s.next_offset");
    return !behind.empty();
  }

  static std::string count_of_tables(pqxx::transaction_base& transaction, const std::string& schema) {
    return "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and "
           "n.nspname = " +
           transaction.quote(schema);
  }

  static bool exists(pqxx::transaction_base& transaction, const std::string& schema) {
    return !transaction.exec("select from pg_namespace where nspname = " + transaction.quote(schema)).empty();
  }

  static Condition condition_of(pqxx::transaction_base& transaction, const std::string& schema) {
    if (!exists(transaction, schema)) return Condition::absent;
    const std::string table = transaction.quote_name(schema) + ".read_model";
    const auto found = transaction.exec1("select to_regclass(" + transaction.quote(table) + ") is not null");
    if (!found[0].as<bool>()) return Condition::unusable;
    const auto whole =
        transaction.exec("select from " + table + " where fingerprint = " + transaction.quote(read_model_fingerprint) +
                         " and tables = (" + count_of_tables(transaction, schema) + ")");
    return whole.size() == 1 ? Condition::whole : Condition::unusable;
  }

  const std::string shown_;
  const std::string building_;
  postgres::Pool pool_;
};

ReadSchemas::ReadSchemas(std::string database_url, std::string name)
    : impl_(std::make_unique<Impl>(std::move(database_url), std::move(name))) {}
ReadSchemas::~ReadSchemas() = default;
ReadSchemas::Found ReadSchemas::look() { return impl_->look(); }
void ReadSchemas::begin_building(const std::vector<event_log::UnitId>& units) { impl_->begin_building(units); }
bool ReadSchemas::show_building() { return impl_->show_building(); }
bool ReadSchemas::drop_replaced() { return impl_->drop_replaced(); }

std::string building_of(const std::string& schema) { return schema + "_building"; }

}  // namespace frontdesk::projectors
