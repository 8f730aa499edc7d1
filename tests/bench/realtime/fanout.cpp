#include "tests/bench/realtime/fanout.hpp"

#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "platform/http/client.hpp"
#include "tests/bench/processor_time.hpp"
#include "tests/bench/realtime/crowd_of_sockets.hpp"
#include "tests/bench/served.hpp"

namespace frontdesk::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds warm_up{1000}, tick{5}, silence_max{5000};
constexpr std::uint64_t under_way_per_client = 64;

// The clients of a shape, and one more who says what is to be sent.
class Told {
 public:
  Told(std::uint16_t port, const Shape& shape)
      : shape_(shape),
        commander_(static_cast<std::size_t>(shape.rooms) * static_cast<std::size_t>(shape.members)),
        crowd({.port = port,
               .count = commander_ + 1,
               .query = [members = static_cast<std::size_t>(shape.members), commander = commander_](std::size_t i) {
                 return "&token=" + (i == commander ? "nobody" : std::to_string(i / members)) + '-' + std::to_string(i);
               }}) {}

  // `messages` to each of `rooms` rooms, round robin.
  void tell(int rooms, int messages) {
    while (rooms > 0) {
      const int now = std::min(rooms, shape_.rooms - next_room_);
      crowd.send(commander_, "42[\"emit\"," + std::to_string(next_room_) + ',' + std::to_string(now) + ',' +
                                 std::to_string(messages) + ',' + std::to_string(shape_.message_bytes) + ']');
      asked_ += static_cast<std::uint64_t>(now) * static_cast<std::uint64_t>(messages) * readers_in_a_room();
      next_room_ = (next_room_ + now) % shape_.rooms;
      rooms -= now;
    }
  }
  void flat_out_for(milliseconds time) {
    const auto under_way_max = under_way_per_client * (commander_ - not_reading_);
    const auto until = Clock::now() + time;
    while (Clock::now() < until) {
      while (under_way() < under_way_max) tell(shape_.rooms, shape_.messages_at_once);
      crowd.read_some(tick);
    }
  }
  void at_rate_for(milliseconds time) {
    const auto begin = Clock::now();
    const auto asked_before = asked_;
    for (auto passed = Clock::duration{}; passed < time; passed = Clock::now() - begin) {
      const auto due = std::chrono::duration<double>(passed).count() * shape_.deliveries_per_s;
      const auto missing = due - static_cast<double>(asked_ - asked_before);
      if (const int rooms = static_cast<int>(missing) / shape_.members; rooms > 0) tell(rooms, 1);
      crowd.read_for(tick);
    }
  }
  void await_the_last() {
    auto until = Clock::now() + silence_max;
    while (under_way() > 0 && Clock::now() < until) {
      const auto before = crowd.events();
      crowd.read_some(milliseconds(100));
      if (crowd.events() > before) until = Clock::now() + silence_max;
    }
  }
  // Only in a shape of one room.
  void leave_unread(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) crowd.stop_reading(i);
    not_reading_ = count;
  }
  std::uint64_t under_way() const { return asked_ - crowd.events(); }

 private:
  std::uint64_t readers_in_a_room() const { return static_cast<std::uint64_t>(shape_.members) - not_reading_; }

  const Shape& shape_;
  const std::size_t commander_;
  int next_room_ = 0;
  std::uint64_t asked_ = 0;
  std::size_t not_reading_ = 0;

 public:
  CrowdOfSockets crowd;
};

double processor_us_of(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) {
    throw std::runtime_error("process " + std::to_string(pid) + " has ended");
  }
  return static_cast<double>(used.tv_sec) * 1e6 + static_cast<double>(used.tv_nsec) / 1e3;
}

double slow_consumers(std::uint16_t port) {
  const auto page = http::Client("127.0.0.1", port).send("GET", "/metrics").body;
  const std::string name = "\ngateway_slow_consumers_total ";
  const auto at = page.find(name);
  return at == std::string::npos ? 0 : std::strtod(page.c_str() + at + name.size(), nullptr);
}

}  // namespace

Fanned fan_out(const std::vector<std::string>& server, const Shape& shape, milliseconds duration) {
  const Served served(server);
  Told told(served.port(), shape);
  const auto run_for = [&](milliseconds time) {
    shape.deliveries_per_s > 0 ? told.at_rate_for(time) : told.flat_out_for(time);
  };
  run_for(warm_up);
  const auto cpu = processor_us_of(served.pid());
  const auto events = told.crowd.events();
  const auto begin = Clock::now();
  run_for(duration);
  const auto delivered = static_cast<double>(told.crowd.events() - events);
  const Fanned fanned{delivered / std::chrono::duration<double>(Clock::now() - begin).count(),
                      (processor_us_of(served.pid()) - cpu) / delivered, 0};
  told.await_the_last();
  return {fanned.deliveries_per_s, fanned.server_us, told.under_way()};
}

SlowReaders with_slow_readers(const std::vector<std::string>& gateway, std::size_t clients) {
  constexpr std::uint64_t messages = 4000;
  Shape shape{.name = {}, .members = static_cast<int>(clients), .messages_at_once = 16, .message_bytes = 4000};
  const Served served(gateway);
  Told told(served.port(), shape);
  SlowReaders result{.clients = clients, .not_reading = clients / 100};
  told.leave_unread(result.not_reading);
  const auto before = resident_kib_of(served.pid()).now;
  const auto begin = Clock::now();
  const auto enough = messages * (clients - result.not_reading);
  while (told.crowd.events() < enough) told.flat_out_for(milliseconds(200));
  told.await_the_last();
  result.deliveries_per_s =
      static_cast<double>(told.crowd.events()) / std::chrono::duration<double>(Clock::now() - begin).count();
  result.lost = told.under_way();
  result.closed_as_slow = slow_consumers(served.port());
  result.grown_mib = static_cast<double>(resident_kib_of(served.pid()).peak - before) / 1024;
  return result;
}

}  // namespace frontdesk::bench
