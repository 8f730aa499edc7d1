#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/server.hpp"
#include "tests/http/raw_client.hpp"

namespace frontdesk::http::tests {

using namespace std::chrono_literals;

// Threads that answer later, as owners of units and database pools do.
class AnsweringThreads {
 public:
  AnsweringThreads();
  ~AnsweringThreads();  // runs what is queued, then stops
  void run(std::function<void()> job);

 private:
  void work();
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

// A server with these paths: /hello; /echo (the body); /later?ms= (from another thread, with the query's id); /never
// (kept in `kept`); /drop; /throw; /throw-int; /big?bytes=; /nothing (204); /who (peer and correlation id).
class Served : public ::testing::Test {
 protected:
  void start(ServerOptions options = {});
  void TearDown() override;
  std::uint16_t port() const { return server->port(); }
  // The answer's status on a connection of its own, 0 if there was none in five seconds.
  int hello_status();
  bool becomes_true(const std::function<bool()>& condition, std::chrono::milliseconds patience = 5s);

  std::unique_ptr<Server> server;
  std::vector<Respond> kept;  // guarded by mutex
  std::vector<std::string> reports;
  std::mutex mutex;
  std::atomic<int> handled{0};

 private:
  void handle(const std::shared_ptr<Request>& request, Respond respond);
  std::unique_ptr<AnsweringThreads> threads_;
};

std::string get(const std::string& target, const std::string& more_headers = {});
std::string post(const std::string& target, const std::string& body, const std::string& more_headers = {});

}  // namespace frontdesk::http::tests
