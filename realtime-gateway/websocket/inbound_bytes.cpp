#include "realtime-gateway/websocket/inbound_bytes.hpp"

#include <algorithm>

namespace frontdesk::realtime_gateway {
namespace {

std::size_t counted(std::size_t bytes) { return bytes > InboundBytes::uncounted_max ? bytes : 0; }

}  // namespace

InboundBytes::Verdict InboundBytes::Share::grow_to(std::size_t bytes) {
  const std::size_t wanted = counted(bytes);
  if (wanted > counted_) {
    const Verdict verdict = all_.judge(user_id_, wanted - counted_);
    if (verdict != Verdict::fits) return verdict;
    all_.change(user_id_, counted_, wanted);
    counted_ = wanted;
  }
  return Verdict::fits;
}

void InboundBytes::Share::shrink_to(std::size_t bytes) {
  const std::size_t left = std::min(counted(bytes), counted_);
  all_.change(user_id_, counted_, left);
  counted_ = left;
}

InboundBytes::Verdict InboundBytes::judge(const std::string& user_id, std::size_t more) const {
  const auto held = by_user_.find(user_id);
  if ((held == by_user_.end() ? 0 : held->second) + more > per_user_max_) return Verdict::too_much_of_one_user;
  return total_ + more > total_max_ ? Verdict::too_much_in_sum : Verdict::fits;
}

void InboundBytes::change(const std::string& user_id, std::size_t from, std::size_t to) {
  if (from == to) return;
  total_ = total_ - from + to;
  auto& held = by_user_[user_id];
  held = held - from + to;
  if (held == 0) by_user_.erase(user_id);
}

}  // namespace frontdesk::realtime_gateway
