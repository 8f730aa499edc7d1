#include "tests/fuzz/service_watch.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace frontdesk::fuzz {
namespace {

using std::filesystem::path;

constexpr std::size_t quarters = 4;

path folder_of(pid_t pid) { return path("/proc") / std::to_string(pid); }

std::vector<pid_t> with_children(pid_t pid) {
  std::vector<pid_t> pids{pid};
  std::ifstream children(folder_of(pid) / "task" / std::to_string(pid) / "children");
  std::copy(std::istream_iterator<pid_t>(children), {}, std::back_inserter(pids));
  return pids;
}

}  // namespace

bool runs(const Watched& process) { return std::filesystem::exists(folder_of(process.pid)); }

std::size_t resident_kib(const Watched& process) {
  std::ifstream status(folder_of(process.pid) / "status");
  for (std::string word; status >> word;) {
    std::size_t kib = 0;
    if (word == "VmRSS:" && status >> kib) return kib;
  }
  throw std::runtime_error(process.name + " is gone");
}

std::size_t open_descriptors(const Watched& process) {
  std::size_t count = 0;
  for (const pid_t pid : with_children(process.pid)) {
    const std::filesystem::directory_iterator descriptors(folder_of(pid) / "fd");
    count += static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
  }
  return count;
}

std::size_t accepted_connections(std::uint16_t port) {
  char local_port[8];
  std::snprintf(local_port, sizeof local_port, ":%04X", static_cast<unsigned>(port));
  constexpr std::string_view listening = "0A";
  std::ifstream table("/proc/net/tcp");
  std::size_t count = 0;
  std::string line;
  for (std::getline(table, line); std::getline(table, line);) {
    std::istringstream row(line);
    std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
    row >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >> timeout >> inode;
    // A socket without an inode belongs to the kernel alone: TIME_WAIT.
    count += local.ends_with(local_port) && state != listening && inode != "0" ? 1 : 0;
  }
  return count;
}

MemoryWatch::MemoryWatch(std::vector<Watched> processes, const std::atomic<double>& progress)
    : processes_(std::move(processes)), progress_(progress) {
  for (const auto& process : processes_) samples_[process.name].resize(quarters);
  thread_ = std::thread([this] {
    while (!stop_) {
      sample();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
}

MemoryWatch::~MemoryWatch() { stop(); }

void MemoryWatch::stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void MemoryWatch::sample() {
  const auto quarter = std::min(quarters - 1, static_cast<std::size_t>(progress_ * quarters));
  for (const auto& process : processes_) {
    if (!runs(process)) continue;  // the test sees to it that this is a failure
    const std::lock_guard lock(mutex_);
    samples_[process.name][quarter].push_back(resident_kib(process));
  }
}

std::size_t MemoryWatch::median_kib(const std::string& name, std::size_t quarter) const {
  const std::lock_guard lock(mutex_);
  auto seen = samples_.at(name).at(quarter);
  if (seen.empty()) return 0;
  const auto middle = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
  std::nth_element(seen.begin(), middle, seen.end());
  return *middle;
}

}  // namespace frontdesk::fuzz
