#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace frontdesk::socketio {

// An event on its way to a room, or to one socket, whose id is its room.
struct Told {
  std::string_view room = {};
  std::string_view name = {};
  std::string_view arguments = "[]";  // a JSON array
  const std::vector<std::string>* attachments = nullptr;
  bool is_volatile = false;  // worth nothing to those who come back
};

// What a connection that ends leaves behind.
struct Left {
  std::string pid;
  std::vector<std::string> rooms;
  std::shared_ptr<void> data;
  bool may_come_back = true;  // false: one side has ended it on purpose
};

struct Missed {
  std::string name;
  std::string arguments;
  std::vector<std::string> attachments;
  std::string offset;
};

struct Restored {
  std::string sid;
  std::vector<std::string> rooms;
  std::shared_ptr<void> data;  // for a handler that attaches none when it lets the new connection in
  std::vector<Missed> missed;  // in order
};
// Why nothing could be restored; the connection is a fresh one then, without an error.
using NotRestored = std::string;
using Restoration = std::variant<Restored, NotRestored>;

// Connection state recovery of one namespace, as Socket.IO's clients know it: CONNECT is answered with a private id,
// `pid`; each event brings its offset as an additional last argument; who comes back names both. Where the events come
// from is the policy's own affair. Loop thread only.
class Recovery {
 public:
  virtual ~Recovery() = default;
  // A fresh connection begins: its private id, if recovery will be real. nullopt: none is offered, and it gets events
  // with offsets all the same.
  // `data` is what the handler attached when it let the connection in.
  virtual std::optional<std::string> offer(const std::string& sid, const std::shared_ptr<void>& data) = 0;
  // The offset that a client which has this event is at. Clients take any string at the end of an event for one, so
  // every event needs an offset, volatile ones too.
  virtual std::string record(const Told& told) = 0;
  // From here on it is told the room's events; those before are none of its business.
  virtual void joined(const std::string& pid, const std::string& room) = 0;
  virtual void left(Left left) = 0;
  // Answers at any time; whatever is sent to the rooms from then on the socket gets live. No offset: the connection
  // was lost before any event.
  virtual void restore(const std::string& pid, const std::optional<std::string>& offset,
                       const std::shared_ptr<void>& data, std::function<void(Restoration)> done) = 0;
};

}  // namespace frontdesk::socketio
