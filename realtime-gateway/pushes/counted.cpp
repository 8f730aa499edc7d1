#include "realtime-gateway/pushes/counted.hpp"

#include "platform/metrics/metrics.hpp"

namespace frontdesk::realtime_gateway {

void count_pushes(std::size_t count) {
  static metrics::Counter& pushes = metrics::counter("gateway_pushes_total", "messages handed to connections");
  if (count > 0) pushes.add(static_cast<double>(count));
}

}  // namespace frontdesk::realtime_gateway
