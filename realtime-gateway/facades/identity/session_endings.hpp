#pragma once
#include "realtime-gateway/session/connections.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// Events of identity that end sessions: their sockets close. False: no event of this context. Throws events::Malformed.
bool end_sessions(const HeardEvent& event, Connections& connections);

}  // namespace frontdesk::realtime_gateway
