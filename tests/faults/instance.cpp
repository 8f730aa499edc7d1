#include "tests/faults/instance.hpp"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
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

}  // namespace frontdesk::test_support
