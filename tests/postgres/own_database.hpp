#pragma once
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "platform/postgres/postgres.hpp"

namespace frontdesk::postgres {

// A database of the test's own on the server of DATABASE_URL, dropped at the end.
class OwnDatabase {
 public:
  OwnDatabase() {
    const char* configured = std::getenv("DATABASE_URL");
    if (configured == nullptr) throw std::runtime_error("DATABASE_URL is not set");
    server_ = configured;
    static std::atomic<int> count = 0;
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    name_ = "fd_test_" + std::to_string(::getpid()) + "_" + std::to_string(now) + "_" + std::to_string(++count);
    execute(server_, "create database " + name_);
  }
  OwnDatabase(const OwnDatabase&) = delete;
  OwnDatabase& operator=(const OwnDatabase&) = delete;
  // Not `with (force)`, which fails when PostgreSQL's own vacuum is at work in it: without, the vacuum is sent away.
  ~OwnDatabase() {
    end_connections();
    execute(server_, "drop database " + name_);
  }

  std::string url() const {
    const auto query = std::min(server_.find('?'), server_.size());
    return server_.substr(0, server_.rfind('/', query)) + "/" + name_ + server_.substr(query);
  }

  void execute(const std::string& sql) const { execute(url(), sql); }

  // As an administrator would: nobody gets in until allow_connections().
  void refuse_connections() const {
    execute(server_, "alter database " + name_ + " allow_connections false");
    end_connections();
  }
  void allow_connections() const { execute(server_, "alter database " + name_ + " allow_connections true"); }

 private:
  void end_connections() const {
    execute(server_, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '" + name_ +
                         "' and usename = current_user");
  }
  static void execute(const std::string& url, const std::string& sql) {
    pqxx::connection connection(url);
    pqxx::nontransaction(connection).exec(sql);
  }

  std::string server_;
  std::string name_;
};

}  // namespace frontdesk::postgres
