#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::realtime_gateway {

// Bytes as they go on the wire, shared by all who get them.
using SharedFrame = std::shared_ptr<const std::string>;

// How a transport puts an event on the wire. One object per kind of transport: its address tells the kinds apart.
class Framing {
 public:
  virtual ~Framing() = default;
  virtual SharedFrame frame(std::string_view event, std::string_view data_json) const = 0;
};

// An event on its way to any number of connections: rendered once, framed once per kind of transport. Loop thread only.
class Announcement {
 public:
  Announcement(std::string event, std::string data_json) : event_(std::move(event)), data_(std::move(data_json)) {}

  const std::string& event() const { return event_; }
  const std::string& data_json() const { return data_; }
  const SharedFrame& framed_by(const Framing& framing);

 private:
  std::string event_;
  std::string data_;
  std::vector<std::pair<const Framing*, SharedFrame>> frames_;
};

}  // namespace frontdesk::realtime_gateway
