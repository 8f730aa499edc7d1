#include "tests/faults/instance.hpp"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "tests/support/json.hpp"

namespace frontdesk::test_support {

namespace {
std::string output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("cannot run " + command);
  std::string output;
  char buffer[4096];
  for (auto read = fread(buffer, 1, sizeof buffer, pipe.get()); read > 0;
       read = fread(buffer, 1, sizeof buffer, pipe.get())) {
    output.append(buffer, read);
  }
  return output;
}

// Of /proc/<pid>/stat "<pid> (<name>) <state> <parent> …"; 0 when it has ended.
int parent_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string line;
  std::getline(file, line);
  const auto name_end = line.rfind(')');
  return name_end == std::string::npos ? 0 : std::atoi(line.c_str() + name_end + 4);
}

std::vector<int> children_of(int parent) {
  std::vector<int> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (parent_of(name) == parent) children.push_back(std::stoi(name));
  }
  return children;
}
}  // namespace

Process process(const std::string& name) {
  const char* script = std::getenv("FRONTDESK_SCRIPT");
  if (script == nullptr) throw std::runtime_error("FRONTDESK_SCRIPT is not set");
  const auto all = Json::parse(output_of(std::string("'") + script + "' status --json 2>/dev/null"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]["name"].text() == name) return {static_cast<int>(all[i]["pid"].number()), all[i]["state"].text()};
  }
  throw std::runtime_error("no process is called " + name);
}

void await_ready(const std::string& name) {
  const bool ready = eventually([&] { return process(name).state == "ready"; }, std::chrono::seconds(60));
  if (!ready) throw std::runtime_error(name + " is not ready");
}

void kill_and_await_return(const std::string& name) {
  const auto victim = process(name);
  if (victim.pid <= 0 || kill(victim.pid, SIGKILL) != 0) throw std::runtime_error("cannot kill " + name);
  const bool back = eventually(
      [&] {
        const auto successor = process(name);
        return successor.pid != victim.pid && successor.state == "ready";
      },
      std::chrono::seconds(60));
  if (!back) throw std::runtime_error(name + " did not come back");
}

Frozen::Frozen(const std::string& name) {
  const int root = process(name).pid;
  if (root <= 0 || kill(root, SIGSTOP) != 0) throw std::runtime_error("cannot stop " + name);
  pids_.push_back(root);
  // A stopped parent has no further children.
  for (std::size_t i = 0; i < pids_.size(); ++i) {
    for (const int child : children_of(pids_[i])) {
      if (kill(child, SIGSTOP) == 0) pids_.push_back(child);
    }
  }
}

Frozen::~Frozen() {
  for (const int pid : pids_) kill(pid, SIGCONT);
}

}  // namespace frontdesk::test_support
