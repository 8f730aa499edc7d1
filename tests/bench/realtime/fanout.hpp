#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::bench {

// A crowd in rooms, and how fast they are told something.
struct Shape {
  std::string name;
  int rooms = 1;
  int members = 1;                  // of each room
  double deliveries_per_s = 0;      // 0: flat out, with a few deliveries for each client under way
  int messages_at_once = 1;         // to each room, flat out
  std::size_t message_bytes = 180;  // of its text; 200 with what goes around it
};

struct Fanned {
  double deliveries_per_s = 0;
  double server_us = 0;  // of processor time, a delivery
  std::uint64_t lost = 0;
};

// Measures one server (see fanout_floor.cpp) under a load of its own making. Throws std::runtime_error.
Fanned fan_out(const std::vector<std::string>& server, const Shape& shape, std::chrono::milliseconds duration);

// One room at full rate, of whose clients one in a hundred does not read.
struct SlowReaders {
  std::size_t clients = 0;
  std::size_t not_reading = 0;
  std::uint64_t lost = 0;  // by those who read
  double closed_as_slow = 0;
  double grown_mib = 0;  // the server's memory at its largest
  double deliveries_per_s = 0;
};
SlowReaders with_slow_readers(const std::vector<std::string>& gateway, std::size_t clients);

}  // namespace frontdesk::bench
