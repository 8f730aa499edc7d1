#include "tests/bench/measured.hpp"

#include <algorithm>

namespace frontdesk::bench {

double Measured::server_cpu_total_ms() const {
  double sum = 0;
  for (const auto& [process, ms] : server_cpu_ms) sum += ms;
  return sum;
}

double Measured::cpu_ms_per_operation() const {
  return operations == 0 ? 0 : server_cpu_total_ms() / static_cast<double>(operations);
}

double Measured::percentile(double share) const {
  if (latencies_ms.empty()) return 0;
  auto sorted = latencies_ms;
  std::sort(sorted.begin(), sorted.end());
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(share * last + 0.5)];
}

}  // namespace frontdesk::bench
