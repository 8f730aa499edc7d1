#include "realtime-gateway/sockets/refused.hpp"

#include "platform/metrics/metrics.hpp"

namespace frontdesk::realtime_gateway {

void count_refusal(const char* limit) {
  metrics::counter("gateway_refusals_total", "what clients were refused because of a limit", {{"limit", limit}}).add();
}

}  // namespace frontdesk::realtime_gateway
