#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {

const SharedFrame& Announcement::framed_by(const Framing& framing) {
  for (const auto& [by, frame] : frames_) {
    if (by == &framing) return frame;
  }
  return frames_.emplace_back(&framing, framing.frame(event_, data_)).second;
}

}  // namespace frontdesk::realtime_gateway
