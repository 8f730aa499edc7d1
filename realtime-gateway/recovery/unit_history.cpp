#include "realtime-gateway/recovery/unit_history.hpp"

#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

// What the containers add, and a row that is yet to be read.
constexpr std::size_t bytes_around = 250;
constexpr std::size_t bytes_of_row = 350;

std::size_t size_of(const PushContent& content) {
  return bytes_around + (content.row_id.empty() ? content.json.size() : bytes_of_row);
}

KeptPush kept(const ToldEvent& event, std::size_t index) {
  const ToldPush& push = event.pushes[index];
  return {event.offset, static_cast<int>(index), event.time, push.event, push.content, size_of(*push.content)};
}

}  // namespace

UnitHistory::UnitHistory(const units::Position& begin, std::size_t bytes_max)
    : bytes_max_(bytes_max), begin_(begin.next_offset), chain_(begin) {}

void UnitHistory::add(const ToldEvent& event) {
  for (std::size_t i = 0; i < event.pushes.size(); ++i) {
    auto& entry = *by_room_.try_emplace(event.pushes[i].room).first;
    entry.second.push_back(kept(event, i));
    bytes_ += entry.second.back().bytes;
    order_.push_back(&entry);
  }
  while (bytes_ > bytes_max_) let_the_oldest_go();
}

void UnitHistory::add_before(std::int64_t begin, const std::vector<ToldEvent>& events,
                             units::BackwardAcceptance chain) {
  begin_ = begin;
  chain_ = std::move(chain);
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    for (std::size_t i = event->pushes.size(); i-- > 0;) {
      auto& entry = *by_room_.try_emplace(event->pushes[i].room).first;
      entry.second.push_front(kept(*event, i));
      bytes_ += entry.second.front().bytes;
      order_.push_front(&entry);
    }
  }
  while (bytes_ > bytes_max_) let_the_oldest_go();
}

const std::deque<KeptPush>* UnitHistory::of(const std::string& room) const {
  const auto found = by_room_.find(room);
  return found == by_room_.end() ? nullptr : &found->second;
}

void UnitHistory::let_the_oldest_go() {
  let_go_ = true;
  ByRoom::value_type& entry = *order_.front();
  order_.pop_front();
  begin_ = entry.second.front().offset + 1;
  bytes_ -= entry.second.front().bytes;
  entry.second.pop_front();
  if (entry.second.empty()) by_room_.erase(by_room_.find(entry.first));
}

}  // namespace frontdesk::realtime_gateway
