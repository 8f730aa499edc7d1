#include "realtime-gateway/session/connections.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

// No handshake takes longer, so an older ending was seen by whoever is identified now.
constexpr std::chrono::minutes endings_kept{1};
constexpr std::chrono::milliseconds drain_step{50};

}  // namespace

Connections::Connections(Rooms& rooms, Executor& loop) : rooms_(rooms), loop_(loop) {}

void Connections::opened(const std::shared_ptr<Session>& session) {
  const Identity& identity = session->identity();
  by_expiry_.emplace(identity.expires_at_s, session.get());
  // A fresh session is in no room yet, so there is a place.
  static_cast<void>(rooms_.enter({RoomKind::user, identity.user_id}, *session));
  if (ended_since_asked(identity)) session->close(CloseReason::session_ended);
}

void Connections::closed(Session& session) {
  by_expiry_.erase({session.identity().expires_at_s, &session});
  rooms_.leave_all(session);
}

void Connections::end_session(const std::string& user_id, const std::string& session_id) {
  end(user_id, session_id, Ending::one_session);
}
void Connections::end_sessions_of(const std::string& user_id) { end(user_id, {}, Ending::all_sessions); }
void Connections::end_user(const std::string& user_id) { end(user_id, {}, Ending::whole_user); }

bool Connections::Ended::concerns(const Identity& identity) const {
  if (ending == Ending::whole_user) return true;
  if (identity.session_id.empty()) return false;
  return ending == Ending::all_sessions || identity.session_id == session_id;
}

void Connections::end(const std::string& user_id, const std::string& session_id, Ending ending) {
  forget_old_endings();
  const Ended ended{session_id, ending, loop_.monotonic()};
  endings_.emplace(user_id, ended);
  for (const auto& session : rooms_.members({RoomKind::user, user_id})) {
    if (ended.concerns(session->identity())) session->close(CloseReason::session_ended);
  }
}

bool Connections::ended_since_asked(const Identity& identity) const {
  const auto [first, last] = endings_.equal_range(identity.user_id);
  return std::any_of(first, last, [&](const auto& entry) {
    return entry.second.at >= identity.asked_at && entry.second.concerns(identity);
  });
}

void Connections::forget_old_endings() {
  const auto now = loop_.monotonic();
  if (now - endings_forgotten_at_ < endings_kept) return;
  endings_forgotten_at_ = now;
  std::erase_if(endings_, [now](const auto& entry) { return now - entry.second.at > endings_kept; });
}

void Connections::close_expired() {
  const std::int64_t now_s = loop_.now().ms / 1000;
  std::vector<std::shared_ptr<Session>> expired;
  for (const auto& [expires_at_s, session] : by_expiry_) {
    if (expires_at_s > now_s) break;
    expired.push_back(session->shared_from_this());
  }
  for (const auto& session : expired) session->close(CloseReason::token_expired);
}

void Connections::drain(std::chrono::milliseconds spread) {
  std::vector<std::weak_ptr<Session>> all;
  all.reserve(by_expiry_.size());
  for (const auto& entry : by_expiry_) all.push_back(entry.second->weak_from_this());
  const auto steps = static_cast<std::size_t>(std::max<std::int64_t>(1, spread / drain_step));
  const std::size_t at_once = all.size() / steps + 1;
  drain_some(std::move(all), at_once);
}

void Connections::drain_some(std::vector<std::weak_ptr<Session>> rest, std::size_t at_once) {
  for (std::size_t i = 0; i < at_once && !rest.empty(); ++i) {
    if (const auto session = rest.back().lock()) session->close(CloseReason::shutting_down);
    rest.pop_back();
  }
  if (rest.empty()) return;
  loop_.after(drain_step, [this, rest = std::move(rest), at_once]() mutable { drain_some(std::move(rest), at_once); });
}

}  // namespace frontdesk::realtime_gateway
