#pragma once
#include <string_view>

#include "realtime-gateway/facades/clinic_queue/queue_feeds.hpp"
#include "realtime-gateway/facades/clinic_queue/queue_sockets.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/stream/log_stream.hpp"

namespace frontdesk::realtime_gateway {

// Events of the clinic queue → who hears what (contract 004, section 5): patients first and from the event itself, then
// the room from the read model. Loop thread only.
class QueueEvents {
 public:
  QueueEvents(Rooms& rooms, QueueFeeds& feeds, QueueSockets& sockets);
  // False: no event of this context.
  bool heard(const HeardEvent& event);
  // What changes nothing: `{"room":"queue:<id>","event":"queue:empty","data":"…"}` from command-api.
  void ephemeral(std::string_view message);

 private:
  Rooms& rooms_;
  QueueFeeds& feeds_;
  QueueSockets& sockets_;
};

}  // namespace frontdesk::realtime_gateway
