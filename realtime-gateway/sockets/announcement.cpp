#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr std::size_t looked_through_max = 8;

}  // namespace

const SharedFrame& Announcement::framed_by(const Framing& framing, const RoomSet* rooms) {
  for (const Framed& framed : frames_) {
    if (framed.is_of(framing, rooms)) return framed.frame;
  }
  const auto found = further_.find(rooms);
  if (found != further_.end() && found->second.is_of(framing, rooms)) return found->second.frame;
  Framed framed{&framing, rooms, framing.frame(event_, data_, rooms != nullptr ? rooms->position() : std::string())};
  if (frames_.size() < looked_through_max) return frames_.emplace_back(std::move(framed)).frame;
  return further_.insert_or_assign(rooms, std::move(framed)).first->second.frame;
}

}  // namespace frontdesk::realtime_gateway
