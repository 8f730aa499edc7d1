#include <unistd.h>

#include <pqxx/pqxx>

#include "tests/bench/floors.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;

class ScratchTable {
 public:
  explicit ScratchTable(pqxx::connection& connection)
      : connection_(connection), name_("bench_" + std::to_string(getpid())) {
    pqxx::nontransaction setup(connection_);
    setup.exec("SET synchronous_commit = off");
    setup.exec("CREATE TABLE " + name_ +
               " (id text PRIMARY KEY, queue_id text, patient_id text, token_number int, status text,"
               " created_at timestamptz)");
    setup.exec("CREATE INDEX ON " + name_ + " (queue_id, token_number)");
  }
  ~ScratchTable() {
    try {
      pqxx::nontransaction(connection_).exec("DROP TABLE " + name_);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "frontdesk-bench: %s could not be dropped: %s\n", name_.c_str(), error.what());
    }
  }
  ScratchTable(const ScratchTable&) = delete;
  ScratchTable& operator=(const ScratchTable&) = delete;
  const std::string& name() const { return name_; }

 private:
  pqxx::connection& connection_;
  std::string name_;
};

std::string id_of(std::size_t number) {
  char text[64];
  std::snprintf(text, sizeof text, "%08zx-0000-4000-8000-%012zx", number * 2654435761U % 4294967296U, number);
  return text;
}

void copy_rows(pqxx::connection& connection, const std::string& table, std::size_t first, std::size_t rows) {
  pqxx::work transaction(connection);
  pqxx::stream_to stream(transaction, table);
  for (std::size_t i = first; i < first + rows; ++i) {
    stream << std::make_tuple(id_of(i), id_of(i / 64), id_of(i % 64), static_cast<int>(i % 64), "WAITING",
                              "2026-01-01T00:00:00Z");
  }
  stream.complete();
  transaction.commit();
}

}  // namespace

Measured projection_floor(const std::string& database_url, const InstanceProcesses& instance, std::size_t rows,
                          std::chrono::milliseconds duration) {
  pqxx::connection connection(database_url);
  const ScratchTable table(connection);
  Measured measured;
  measured.name = "COPY, " + std::to_string(rows) + " rows a transaction";
  const auto servers = instance.used();
  const auto client = processor_ms_of(0);
  const auto start = Clock::now();
  while (Clock::now() - start < duration) {
    copy_rows(connection, table.name(), measured.operations, rows);
    measured.operations += rows;
  }
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.server_cpu_ms = difference(instance.used(), servers);
  measured.server_cpu_ms["client"] = processor_ms_of(0) - client;
  return measured;
}

}  // namespace frontdesk::bench
