#include "tests/bench/processor_time.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace frontdesk::bench {
namespace {

struct Process {
  pid_t parent = 0;
  std::string name;
  double ms = 0;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// proc(5): the name stands in parentheses and may hold anything; the fields behind it are numbers.
std::optional<Process> process_of(const std::string& pid) {
  const auto text = content_of("/proc/" + pid + "/stat");
  const auto open = text.find('('), close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;  // it has just ended
  std::istringstream fields(text.substr(close + 1));
  std::string state, skipped;
  Process process;
  fields >> state >> process.parent;
  for (int field = 5; field < 14; ++field) fields >> skipped;
  double user = 0, system = 0, user_of_ended = 0, system_of_ended = 0;
  fields >> user >> system >> user_of_ended >> system_of_ended;
  process.name = text.substr(open + 1, close - open - 1);
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  process.ms = (user + system + user_of_ended + system_of_ended) * 1000 / ticks;
  return process;
}

std::map<pid_t, Process> all_processes() {
  std::map<pid_t, Process> processes;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (auto process = process_of(name)) processes.emplace(std::stoi(name), std::move(*process));
  }
  return processes;
}

std::string shown_name(const std::string& name) {
  if (name == "java") return "kafka";
  if (name == "nginx") return "edge";
  if (name == "redis-server") return "redis";
  if (name == "realtime-gatewa") return "realtime-gateway";  // the kernel keeps 15 characters
  return name;
}

// The ancestor of a process that the supervisor itself started, or nothing.
std::optional<pid_t> started_by(pid_t supervisor, pid_t pid, const std::map<pid_t, Process>& processes) {
  for (auto found = processes.find(pid); found != processes.end(); found = processes.find(pid)) {
    if (found->second.parent == supervisor) return pid;
    pid = found->second.parent;
  }
  return std::nullopt;
}

pid_t supervisor_of(const std::string& home) {
  const auto argument = home + "/conf/supervisord.conf";
  for (const auto& [pid, process] : all_processes()) {
    if (process.name.rfind("supervisord", 0) != 0) continue;
    if (content_of("/proc/" + std::to_string(pid) + "/cmdline").find(argument) != std::string::npos) return pid;
  }
  throw std::runtime_error("no supervisor of " + home + " runs: is FRONTDESK_HOME that of the instance?");
}

}  // namespace

InstanceProcesses::InstanceProcesses(const std::string& home) : supervisor_(supervisor_of(home)) {}

ProcessorTime InstanceProcesses::used() const {
  ProcessorTime time;
  const auto processes = all_processes();
  for (const auto& [pid, process] : processes) {
    if (const auto top = started_by(supervisor_, pid, processes)) {
      time[shown_name(processes.at(*top).name)] += process.ms;
    }
  }
  return time;
}

std::map<std::string, std::size_t> InstanceProcesses::resident_kib() const {
  std::map<std::string, std::size_t> resident;
  const auto processes = all_processes();
  for (const auto& [pid, process] : processes) {
    if (const auto top = started_by(supervisor_, pid, processes)) {
      resident[shown_name(processes.at(*top).name)] += resident_kib_of(pid).now;
    }
  }
  return resident;
}

Resident resident_kib_of(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  Resident resident;
  for (std::string word; status >> word;) {
    if (word == "VmRSS:") status >> resident.now;
    if (word == "VmHWM:") status >> resident.peak;
  }
  return resident;
}

double processor_ms_of(pid_t pid) {
  const auto process = process_of(pid == 0 ? "self" : std::to_string(pid));
  if (!process) throw std::runtime_error("process " + std::to_string(pid) + " has ended");
  return process->ms;
}

ProcessorTime difference(const ProcessorTime& later, const ProcessorTime& earlier) {
  ProcessorTime used;
  for (const auto& [name, ms] : later) {
    const auto before = earlier.find(name);
    used[name] = ms - (before == earlier.end() ? 0 : before->second);
  }
  return used;
}

}  // namespace frontdesk::bench
