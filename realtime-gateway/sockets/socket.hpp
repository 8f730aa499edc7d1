#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {

class Room;

// Who is at the other end, as the token said at the handshake. Rights are never taken from here: each event asks
// afresh.
struct Identity {
  std::string user_id;
  std::string session_id;  // empty for tokens from outside, which belong to no session
  std::string token;       // the bearer, to pass on; never logged
  std::int64_t expires_at_s = 0;
  std::chrono::milliseconds asked_at{0};  // the loop's monotonic() when the stores were asked
  std::string role = {};                  // as it is stored, or the token's (auth::Caller)
  std::string profile_id = {};
};

enum class CloseReason {
  session_ended,
  token_expired,
  too_much_sent,  // its user has sent more at once than one user may
  overloaded,     // all clients together have
  shutting_down,  // this gateway goes; come back, here or elsewhere
};

// One client's connection, whatever its transport. Loop thread only. Others hold it weakly across anything
// asynchronous.
class Socket : public std::enable_shared_from_this<Socket> {
 public:
  explicit Socket(Identity identity) : identity_(std::move(identity)) {}
  virtual ~Socket() = default;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Queued and written at the end of the loop's round. A connection that is closing takes nothing more.
  virtual void send(SharedFrame frame) = 0;
  // Tells the client why and closes. Repeating it does nothing.
  virtual void close(CloseReason reason) = 0;
  virtual const Framing& framing() const = 0;
  // False from the moment it closes: it must not enter a room any more.
  virtual bool open() const = 0;

  // Of contract 000's rooms it is in one at a time.
  virtual bool in_one_room() const { return false; }

  void emit(Announcement& announcement) { send(announcement.framed_by(framing())); }
  const Identity& identity() const { return identity_; }

 private:
  friend class Rooms;
  struct Membership {
    Room* room;
    std::size_t place;  // in the room's list, so that leaving costs the same in any room
  };

  Identity identity_;
  std::vector<Membership> memberships_;
};

}  // namespace frontdesk::realtime_gateway
