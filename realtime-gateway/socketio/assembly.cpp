#include "realtime-gateway/socketio/assembly.hpp"

#include <utility>

namespace frontdesk::socketio {

Assembly::Outcome Assembly::add_text(std::string_view text) {
  if (under_way_) return Outcome::broken;
  auto packet = decode_packet(text, limits_);
  if (!packet) return Outcome::broken;
  under_way_ = std::make_unique<WholePacket>(WholePacket{std::move(*packet), {}});
  held_bytes_ = text.size();
  return outcome();
}

Assembly::Outcome Assembly::add_bytes(std::string_view bytes) {
  held_bytes_ += bytes.size();
  if (!under_way_ || held_bytes_ > bytes_max_) return Outcome::broken;
  under_way_->attachments.emplace_back(bytes);
  return outcome();
}

Assembly::Outcome Assembly::outcome() {
  return under_way_->attachments.size() == under_way_->packet.attachments ? Outcome::whole : Outcome::incomplete;
}

WholePacket Assembly::take() {
  held_bytes_ = 0;
  return std::move(*std::exchange(under_way_, nullptr));
}

}  // namespace frontdesk::socketio
