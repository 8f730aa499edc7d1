#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/pushes/row_feed.hpp"
#include "schemas/api/family.hpp"

namespace frontdesk::realtime_gateway {

// The feeds of all families' row pushes. Loop thread only.
class RowFeeds {
 public:
  // Throws std::out_of_range when the table of a push has no source.
  RowFeeds(const std::vector<const api::Family*>& families, Rooms& rooms, const RowSources& sources, Executor& loop,
           const event_log::Topics& topics, const std::function<std::int64_t(const event_log::UnitId&)>& told_before) {
    for (const auto* family : families) {
      for (const auto& push : family->row_pushes) {
        feeds_.emplace(push.event, std::make_unique<RowFeed>(push, rooms, source_of(sources, push.table), loop, topics,
                                                             told_before));
      }
    }
  }

  // One connection is due the present states that the room is told.
  void tell(const api::Room& room, const std::shared_ptr<Socket>& socket) {
    for (auto& [event, feed] : feeds_) {
      if (feed->room_kind() == room.kind) feed->tell(room.id, socket);
    }
  }

  // Of the push with this name.
  RowFeed& of(std::string_view event) { return *feeds_.at(std::string(event)); }

  void told_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
    for (auto& [event, feed] : feeds_) feed->told_up_to(unit, next_offset);
  }
  void projected_up_to(const event_log::UnitId& unit, std::int64_t next_offset) {
    for (auto& [event, feed] : feeds_) feed->projected_up_to(unit, next_offset);
  }
  void sweep() {
    for (auto& [event, feed] : feeds_) feed->sweep();
  }

 private:
  std::map<std::string, std::unique_ptr<RowFeed>> feeds_;
};

}  // namespace frontdesk::realtime_gateway
