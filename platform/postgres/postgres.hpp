#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// Only where SQL is: this header is for .cpp files.
#include <pqxx/pqxx>

#include "platform/postgres/unavailable.hpp"

namespace frontdesk::postgres {

// A small pool: grows to `connections_max`, then `with` waits. Any thread. `with` runs `work` on a connection; if that
// is lost on the way, `work` is run once more on a new one before Unavailable is thrown. So `work` must be a single
// read, or one transaction that may be carried out twice (the answer to a commit can be lost). Other exceptions of
// `work` pass through. `prepare` is run on each new connection (prepared statements, SET).
//
// A server that is frozen rather than dead: `with` waits no longer than `patience` for a connection and the answers of
// all of `work`, and at most 2 s more for a new connection; then Unavailable. Until the server has been heard again,
// all but one of the callers are told so at once.
class Pool {
 public:
  using Work = std::function<void(pqxx::connection&)>;
  Pool(std::string database_url, std::size_t connections_max, std::function<void(pqxx::connection&)> prepare,
       std::chrono::milliseconds patience = std::chrono::milliseconds(2000));
  ~Pool();
  void with(const Work& work);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A text for a prepared statement's array parameter: {"a","b",NULL}; escapes what must be escaped (libpqxx 6 has no
// arrays). take() leaves it empty for the next array.
class ArrayText {
 public:
  void add(std::string_view element);
  void add_null();
  void add(long long element);
  std::string take();

 private:
  void separate();

  std::string text_ = "{";
};

}  // namespace frontdesk::postgres
