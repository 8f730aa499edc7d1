#include "realtime-gateway/sockets/sockets.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

// No handshake takes longer, so an older ending was seen by whoever is identified now.
constexpr std::chrono::minutes endings_kept{1};
constexpr std::chrono::milliseconds drain_step{50};

}  // namespace

Sockets::Sockets(Rooms& rooms, Executor& loop) : rooms_(rooms), loop_(loop) {}

void Sockets::opened(const std::shared_ptr<Socket>& socket) {
  const Identity& identity = socket->identity();
  by_expiry_.emplace(identity.expires_at_s, socket.get());
  // A fresh session is in no room yet, so there is a place.
  static_cast<void>(rooms_.enter(api::room_of_user(identity.user_id), *socket));
  if (ended_since_asked(identity)) socket->close(CloseReason::session_ended);
}

void Sockets::closed(Socket& socket) {
  by_expiry_.erase({socket.identity().expires_at_s, &socket});
  rooms_.leave_all(socket);
}

void Sockets::renew(const std::shared_ptr<Socket>& socket, Identity identity) {
  by_expiry_.erase({socket->identity().expires_at_s, socket.get()});
  socket->renew(std::move(identity));
  by_expiry_.emplace(socket->identity().expires_at_s, socket.get());
  if (ended_since_asked(socket->identity())) socket->close(CloseReason::session_ended);
}

void Sockets::end_session(const std::string& user_id, const std::string& session_id) {
  end(user_id, session_id, Ending::one_session);
}
void Sockets::end_sessions_of(const std::string& user_id) { end(user_id, {}, Ending::all_sessions); }
void Sockets::end_user(const std::string& user_id) { end(user_id, {}, Ending::whole_user); }

bool Sockets::Ended::concerns(const Identity& identity) const {
  if (ending == Ending::whole_user) return true;
  if (identity.session_id.empty()) return false;
  return ending == Ending::all_sessions || identity.session_id == session_id;
}

void Sockets::end(const std::string& user_id, const std::string& session_id, Ending ending) {
  forget_old_endings();
  const Ended ended{session_id, ending, loop_.monotonic()};
  endings_.emplace(user_id, ended);
  for (const auto& socket : rooms_.members(api::room_of_user(user_id))) {
    if (ended.concerns(socket->identity())) socket->close(CloseReason::session_ended);
  }
}

bool Sockets::ended_since_asked(const Identity& identity) const {
  const auto [first, last] = endings_.equal_range(identity.user_id);
  return std::any_of(first, last, [&](const auto& entry) {
    return entry.second.at >= identity.asked_at && entry.second.concerns(identity);
  });
}

void Sockets::forget_old_endings() {
  const auto now = loop_.monotonic();
  if (now - endings_forgotten_at_ < endings_kept) return;
  endings_forgotten_at_ = now;
  std::erase_if(endings_, [now](const auto& entry) { return now - entry.second.at > endings_kept; });
}

void Sockets::close_expired() {
  const std::int64_t now_s = loop_.now().ms / 1000;
  std::vector<std::shared_ptr<Socket>> expired;
  for (const auto& [expires_at_s, socket] : by_expiry_) {
    if (expires_at_s > now_s) break;
    expired.push_back(socket->shared_from_this());
  }
  for (const auto& socket : expired) socket->close(CloseReason::token_expired);
}

void Sockets::drain(std::chrono::milliseconds spread) {
  Drain drain;
  drain.rest.reserve(by_expiry_.size());
  for (const auto& entry : by_expiry_) drain.rest.push_back(entry.second->weak_from_this());
  drain.count = drain.rest.size();
  drain.begun_at = loop_.monotonic();
  drain.spread = std::min(spread, static_cast<std::int64_t>(drain.count) * drain_step);
  drain_some(std::move(drain));
}

// As many as their share of the time that has passed, so that a late step makes up for it.
void Sockets::drain_some(Drain drain) {
  const auto passed = loop_.monotonic() - drain.begun_at + drain_step;
  const auto due = passed >= drain.spread ? drain.count
                                          : drain.count * static_cast<std::size_t>(passed.count()) /
                                                static_cast<std::size_t>(drain.spread.count());
  while (drain.count - drain.rest.size() < due) {
    if (const auto socket = drain.rest.back().lock()) socket->close(CloseReason::shutting_down);
    drain.rest.pop_back();
  }
  if (drain.rest.empty()) return;
  loop_.after(drain_step, [this, drain = std::move(drain)]() mutable { drain_some(std::move(drain)); });
}

}  // namespace frontdesk::realtime_gateway
