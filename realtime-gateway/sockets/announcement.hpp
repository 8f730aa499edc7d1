#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace frontdesk::realtime_gateway {

// Bytes as they go on the wire, shared by all who get them.
using SharedFrame = std::shared_ptr<const std::string>;

// How a transport puts an event on the wire. One object per kind of transport: its address tells the kinds apart.
class Framing {
 public:
  virtual ~Framing() = default;
  // `position` (docs/realtime-protocols.md, "Recovery"): empty for those who do not come back to it.
  virtual SharedFrame frame(std::string_view event, std::string_view data_json, std::string_view position) const = 0;
};

// The rooms of those who may come back to where they were. One object for all who are in the same rooms: its address
// tells the sets apart.
class RoomSet {
 public:
  virtual ~RoomSet() = default;
  // Where somebody in these rooms is now. A text of its own each time.
  virtual std::string position() const = 0;
};

// An event on its way to any number of connections: rendered once, framed once per kind of transport and set of rooms.
// It is told within one call. Loop thread only.
class Announcement {
 public:
  Announcement(std::string event, std::string data_json) : event_(std::move(event)), data_(std::move(data_json)) {}

  const std::string& event() const { return event_; }
  const std::string& data_json() const { return data_; }
  // `rooms` may be null.
  const SharedFrame& framed_by(const Framing& framing, const RoomSet* rooms);

 private:
  struct Framed {
    const Framing* framing;
    const RoomSet* rooms;
    SharedFrame frame;
    bool is_of(const Framing& by, const RoomSet* of) const { return framing == &by && rooms == of; }
  };

  std::string event_;
  std::string data_;
  std::vector<Framed> frames_;                          // the first few, where most look
  std::unordered_map<const RoomSet*, Framed> further_;  // when nearly everybody is in other rooms
};

}  // namespace frontdesk::realtime_gateway
