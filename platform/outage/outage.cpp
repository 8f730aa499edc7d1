#include "platform/outage/outage.hpp"

namespace frontdesk {
namespace {

constexpr std::int64_t pause_ms = 100;

std::int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool Outage::admit(std::chrono::milliseconds patience) {
  std::int64_t retry_at = retry_at_ms_.load(std::memory_order_relaxed);
  if (retry_at == 0) return true;
  const std::int64_t now = monotonic_ms();
  return now >= retry_at && retry_at_ms_.compare_exchange_strong(retry_at, now + patience.count());
}

void Outage::met() { retry_at_ms_.store(monotonic_ms() + pause_ms, std::memory_order_relaxed); }

}  // namespace frontdesk
