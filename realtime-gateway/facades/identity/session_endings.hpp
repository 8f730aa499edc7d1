#pragma once
#include "realtime-gateway/sockets/sockets.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// Events of identity that end sessions: their sockets close. Throws events::Malformed.
void end_sessions(const HeardEvent& event, Sockets& connections);

}  // namespace frontdesk::realtime_gateway
