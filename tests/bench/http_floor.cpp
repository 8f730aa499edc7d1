#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "tests/bench/floors.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/bench/processor_time.hpp"

namespace frontdesk::bench {
namespace {

// A program that prints its port and serves until SIGTERM.
class Served {
 public:
  explicit Served(const std::string& path) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("the system gives no pipe");
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("the system gives no process");
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      execl(path.c_str(), path.c_str(), "0", "2", nullptr);
      _exit(127);
    }
    close(ends[1]);
    FILE* said = fdopen(ends[0], "r");
    unsigned port = 0;
    const bool told = std::fscanf(said, "%u", &port) == 1;
    std::fclose(said);
    if (!told) throw std::runtime_error(path + " did not say its port");
    port_ = static_cast<std::uint16_t>(port);
  }
  ~Served() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  pid_t pid() const { return pid_; }
  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
};

}  // namespace

Measured http_floor(const std::string& program, std::chrono::milliseconds duration) {
  const Served served(std::filesystem::read_symlink("/proc/self/exe").parent_path() / program);
  HttpLoad load;
  load.name = program;
  load.host = "127.0.0.1";
  load.port = served.port();
  load.duration = duration;
  load.next = [request = http_request("/hello")](std::size_t) { return request; };
  const auto before = processor_ms_of(served.pid());
  auto measured = run(load);
  measured.server_cpu_ms[program] = processor_ms_of(served.pid()) - before;
  return measured;
}

}  // namespace frontdesk::bench
