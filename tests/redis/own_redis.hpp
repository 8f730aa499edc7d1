#pragma once
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

#include "platform/redis/redis.hpp"

namespace frontdesk::redis {

// A Redis of the test's own on a Unix socket in a directory of its own, so that it can be killed and frozen.
class OwnRedis {
 public:
  OwnRedis() {
    std::string pattern = (std::filesystem::temp_directory_path() / "frontdesk-redis-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    directory_ = pattern;
    start();
  }
  OwnRedis(const OwnRedis&) = delete;
  OwnRedis& operator=(const OwnRedis&) = delete;
  ~OwnRedis() {
    kill();
    std::filesystem::remove_all(directory_);
  }

  std::string url() const { return "unix://" + directory_ + "/socket"; }

  void start() {
    child_ = ::fork();
    if (child_ == 0) {
      const int nowhere = ::open("/dev/null", O_WRONLY);
      ::dup2(nowhere, STDOUT_FILENO);
      const std::string socket = directory_ + "/socket";
      ::execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--save", "", "--dir",
               directory_.c_str(), nullptr);
      ::_exit(127);
    }
    await_answer();
  }

  void kill() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

  void freeze() const { ::kill(child_, SIGSTOP); }
  void thaw() const { ::kill(child_, SIGCONT); }

 private:
  void await_answer() const {
    Connection connection(url());
    for (int attempt = 0;; ++attempt) {
      try {
        connection.command({"PING"});
        return;
      } catch (const Unavailable&) {
        if (attempt == 500) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    }
  }

  std::string directory_;
  pid_t child_ = 0;
};

// Waits until `condition` holds, at most 10 s.
template <typename Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace frontdesk::redis
