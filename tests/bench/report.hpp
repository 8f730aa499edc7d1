#pragma once
#include <string>

#include "tests/bench/measured.hpp"

namespace frontdesk::bench {

void print_heading(const std::string& text);
// One line: per second, p50, p95, p99, processor time an operation, and below it where that went.
void print(const Measured& measured);
// One line of the last table.
void print_ratio(const std::string& what, double value, const std::string& unit);

}  // namespace frontdesk::bench
