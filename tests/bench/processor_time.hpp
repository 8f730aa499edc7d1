#pragma once
#include <sys/types.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace frontdesk::bench {

// Processor time (user and system) that processes have used, in milliseconds, by process name. The kernel counts in
// ticks of 10 ms, so a load must last seconds for it to mean something.
using ProcessorTime = std::map<std::string, double>;

// All processes of the Frontdesk instance in `home`: whatever descends from its supervisor, edge workers and
// PostgreSQL's backends included. Throws std::runtime_error when no supervisor of that home runs.
class InstanceProcesses {
 public:
  explicit InstanceProcesses(const std::string& home);
  ProcessorTime used() const;
  std::map<std::string, std::size_t> resident_kib() const;  // memory, by name likewise

 private:
  pid_t supervisor_;
};

struct Resident {
  std::size_t now = 0;
  std::size_t peak = 0;
};
Resident resident_kib_of(pid_t pid);  // of one process

// Of one process and its children that have ended; `pid` 0 is this one.
double processor_ms_of(pid_t pid);
ProcessorTime difference(const ProcessorTime& later, const ProcessorTime& earlier);

}  // namespace frontdesk::bench
