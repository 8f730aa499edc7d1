#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace frontdesk::bench {

// What one load did. Latencies are milliseconds, in no order; an empty list means that single operations were not
// timed.
struct Measured {
  std::string name;
  std::size_t operations = 0;
  std::size_t sent_away = 0;  // answered 503, none of the operations
  double seconds = 0;
  std::vector<double> latencies_ms;
  double generator_cpu_ms = 0;                  // of this program, which is no server
  std::map<std::string, double> server_cpu_ms;  // by process
  double per_second() const { return seconds > 0 ? static_cast<double>(operations) / seconds : 0; }
  double server_cpu_total_ms() const;
  double cpu_ms_per_operation() const;    // summed over all server processes
  double percentile(double share) const;  // 0.5, 0.95, 0.99
};

}  // namespace frontdesk::bench
