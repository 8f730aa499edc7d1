#include "platform/time/wall_clock.hpp"

#include <atomic>

namespace frontdesk {
namespace {
std::atomic<std::int64_t> shift_ms{0};
}

Instant wall_clock_now() {
  using namespace std::chrono;
  const auto since_epoch = system_clock::now().time_since_epoch();
  return {duration_cast<milliseconds>(since_epoch).count() + shift_ms.load(std::memory_order_relaxed)};
}

void shift_wall_clock(std::chrono::seconds shift) { shift_ms = std::chrono::milliseconds(shift).count(); }

}  // namespace frontdesk
