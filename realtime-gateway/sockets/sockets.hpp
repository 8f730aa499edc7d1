#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/sockets/socket.hpp"

namespace frontdesk::realtime_gateway {

// All open connections: puts each into the room of its user and closes it when its token expires or its session ends.
// Loop thread only.
class Sockets {
 public:
  Sockets(Rooms& rooms, Executor& loop);

  // If the session ended since the stores were asked, the connection is closed at once: the end may have been announced
  // while the answer was under way.
  void opened(const std::shared_ptr<Socket>& socket);
  void closed(Socket& socket);
  // The connection lives as long as this token of its user does, whatever session it is of.
  void renew(const std::shared_ptr<Socket>& socket, Identity identity);
  std::size_t count() const { return by_expiry_.size(); }

  void end_session(const std::string& user_id, const std::string& session_id);
  void end_sessions_of(const std::string& user_id);  // a password change; tokens without a session stay
  void end_user(const std::string& user_id);         // disabled
  void close_expired();

  // Closes all with `shutting_down`, spread evenly over `spread` so that they do not come back at once; few of them in
  // less.
  void drain(std::chrono::milliseconds spread);

 private:
  enum class Ending { one_session, all_sessions, whole_user };
  void end(const std::string& user_id, const std::string& session_id, Ending ending);
  struct Drain {
    std::vector<std::weak_ptr<Socket>> rest;
    std::size_t count = 0;
    std::chrono::milliseconds begun_at{0};
    std::chrono::milliseconds spread{0};
  };
  void drain_some(Drain drain);
  bool ended_since_asked(const Identity& identity) const;
  void forget_old_endings();

  struct Ended {
    std::string session_id;
    Ending ending;
    std::chrono::milliseconds at;
    bool concerns(const Identity& identity) const;
  };

  Rooms& rooms_;
  Executor& loop_;
  std::set<std::pair<std::int64_t, Socket*>> by_expiry_;
  std::unordered_multimap<std::string, Ended> endings_;  // by user, of the last minute
  std::chrono::milliseconds endings_forgotten_at_{0};
};

}  // namespace frontdesk::realtime_gateway
