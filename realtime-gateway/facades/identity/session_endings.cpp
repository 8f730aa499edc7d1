#include "realtime-gateway/facades/identity/session_endings.hpp"

#include "events/identity.hpp"

namespace frontdesk::realtime_gateway {
namespace {

namespace events = identity::events;

struct EndSessions {
  Sockets& connections;

  void operator()(const events::SessionEnded& event) const {
    connections.end_session(event.user_id.value, event.session_id.value);
  }
  void operator()(const events::PasswordChanged& event) const { connections.end_sessions_of(event.user_id.value); }
  void operator()(const events::AccountDisabled& event) const { connections.end_user(event.user_id.value); }
};

}  // namespace

void end_sessions(const HeardEvent& heard, Sockets& connections) {
  events::hear(EndSessions{connections}, heard.type, heard.schema_version, heard.payload);
}

}  // namespace frontdesk::realtime_gateway
