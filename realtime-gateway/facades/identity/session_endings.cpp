#include "realtime-gateway/facades/identity/session_endings.hpp"

#include <variant>

#include "events/identity.hpp"

namespace frontdesk::realtime_gateway {

bool end_sessions(const HeardEvent& heard, Connections& connections) {
  namespace events = identity::events;
  if (!events::is_event(heard.type)) return false;
  const bool ends = heard.type == events::SessionEnded::type || heard.type == events::PasswordChanged::type ||
                    heard.type == events::AccountDisabled::type;
  if (!ends) return true;
  const auto event = events::decode(heard.type, heard.schema_version, heard.payload);
  if (!event) return false;
  if (const auto* session = std::get_if<events::SessionEnded>(&*event)) {
    connections.end_session(session->user_id.value, session->session_id.value);
  } else if (const auto* password = std::get_if<events::PasswordChanged>(&*event)) {
    connections.end_sessions_of(password->user_id.value);
  } else if (const auto* account = std::get_if<events::AccountDisabled>(&*event)) {
    connections.end_user(account->user_id.value);
  }
  return true;
}

}  // namespace frontdesk::realtime_gateway
