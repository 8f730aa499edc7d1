#include "tests/bench/rebuild.hpp"

#include <pqxx/pqxx>
#include <stdexcept>
#include <thread>

#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes patience{5};

std::string value(pqxx::connection& connection, const std::string& sql) {
  return pqxx::nontransaction(connection).exec1(sql)[0].c_str();
}

}  // namespace

Measured rebuild(const std::string& database_url, const InstanceProcesses& instance) {
  pqxx::connection connection(database_url);
  const std::string shown = "select coalesce(max(oid::text), '') from pg_namespace where nspname = 'read_v1'";
  Measured measured;
  measured.name = "rebuild, beside what is shown";
  measured.operations = std::stoul(value(connection, "select sum(next_offset) from read_v1.projection_position"));
  const auto before = value(connection, shown);
  const auto used = instance.used();
  const auto start = Clock::now();
  pqxx::nontransaction(connection).exec("create schema read_v1_building");
  while (value(connection, shown) == before) {
    if (Clock::now() - start > patience) throw std::runtime_error("the rebuild has not come to an end");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  measured.server_cpu_ms = difference(instance.used(), used);
  return measured;
}

}  // namespace frontdesk::bench
