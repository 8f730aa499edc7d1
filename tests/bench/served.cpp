#include "tests/bench/served.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace frontdesk::bench {

Served::Served(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (auto& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("the system gives no pipe");
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("the system gives no process");
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
  FILE* said = fdopen(ends[0], "r");
  unsigned port = 0;
  const bool told = std::fscanf(said, "%u", &port) == 1;
  std::fclose(said);
  if (!told) {
    waitpid(pid_, nullptr, 0);
    throw std::runtime_error(command.front() + " did not say its port");
  }
  port_ = static_cast<std::uint16_t>(port);
}

Served::~Served() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

std::string beside(const std::string& program) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / program;
}

}  // namespace frontdesk::bench
