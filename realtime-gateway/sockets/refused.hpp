#pragma once

namespace frontdesk::realtime_gateway {

// gateway_refusals_total{limit}: what clients were refused because of a limit of the gateway.
void count_refusal(const char* limit);

}  // namespace frontdesk::realtime_gateway
