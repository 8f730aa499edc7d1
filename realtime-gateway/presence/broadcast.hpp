#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/rooms/rooms.hpp"

namespace frontdesk::realtime_gateway {

// What is told of rooms on every gateway and kept nowhere: who types, who is there. It goes through Redis, never
// through the log; while Redis is away only the clients of this gateway hear it. Loop thread only.
class Broadcast {
 public:
  // Over which a gateway hears the others.
  static constexpr const char* channel = "frontdesk:gateways";

  struct Message {
    std::vector<std::string> rooms;
    std::string event;
    std::string data_json;
    std::string except_user = {};  // none of whose connections gets it
  };
  // `origin`: this gateway's own name, unlike that of any other. `publish` sends to all who listen, this one included,
  // and may lose what it sends.
  Broadcast(Rooms& rooms, std::string origin, std::function<void(std::string)> publish)
      : rooms_(rooms), origin_(std::move(origin)), publish_(std::move(publish)) {}

  void tell(const Message& message);
  // What came over the channel. Nonsense is logged.
  void heard(std::string_view published);

 private:
  void announce(const Message& message);

  Rooms& rooms_;
  const std::string origin_;
  const std::function<void(std::string)> publish_;
};

}  // namespace frontdesk::realtime_gateway
