#include "tests/bench/report.hpp"

#include <cstdio>

namespace frontdesk::bench {

void print_heading(const std::string& text) {
  std::printf("\n%-46s %10s %8s %8s %8s %12s\n", text.c_str(), "per s", "p50 ms", "p95 ms", "p99 ms", "CPU ms/op");
}

void print(const Measured& measured) {
  std::printf("%-46s %10.0f", measured.name.c_str(), measured.per_second());
  if (measured.latencies_ms.empty()) {
    std::printf(" %8s %8s %8s", "-", "-", "-");
  } else {
    std::printf(" %8.2f %8.2f %8.2f", measured.percentile(0.5), measured.percentile(0.95), measured.percentile(0.99));
  }
  std::printf(" %12.4f\n", measured.cpu_ms_per_operation());
  std::printf("    %zu operations in %.1f s; CPU ms/op:", measured.operations, measured.seconds);
  const auto operations = static_cast<double>(measured.operations == 0 ? 1 : measured.operations);
  for (const auto& [process, ms] : measured.server_cpu_ms) std::printf(" %s %.4f", process.c_str(), ms / operations);
  if (measured.generator_cpu_ms > 0) {
    std::printf("; the load itself (not counted) %.4f", measured.generator_cpu_ms / operations);
  }
  std::printf("\n");
  std::fflush(stdout);
}

void print_ratio(const std::string& what, double value, const std::string& unit) {
  std::printf("  %-76s %9.2f %s\n", what.c_str(), value, unit.c_str());
}

}  // namespace frontdesk::bench
