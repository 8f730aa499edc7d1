#pragma once
#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace frontdesk::fuzz {

// A process of the instance and its children (nginx's workers), as the kernel sees it.
struct Watched {
  std::string name;
  pid_t pid = 0;
};

bool runs(const Watched& process);
std::size_t resident_kib(const Watched& process);      // VmRSS
std::size_t open_descriptors(const Watched& process);  // files and sockets, the children's too

// Connections that a listener on this port of loopback has accepted and not yet closed.
std::size_t accepted_connections(std::uint16_t port);

// Samples the memory of processes while a run goes from 0 to 1, on a thread of its own.
class MemoryWatch {
 public:
  MemoryWatch(std::vector<Watched> processes, const std::atomic<double>& progress);
  ~MemoryWatch();
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;

  void stop();
  // The median of what was seen in a quarter (0 … 3) of the run: one large body in flight must not decide.
  std::size_t median_kib(const std::string& name, std::size_t quarter) const;

 private:
  void sample();

  const std::vector<Watched> processes_;
  const std::atomic<double>& progress_;
  std::atomic<bool> stop_{false};
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<std::vector<std::size_t>>> samples_;
  std::thread thread_;
};

}  // namespace frontdesk::fuzz
