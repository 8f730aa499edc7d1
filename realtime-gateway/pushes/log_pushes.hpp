#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/pushes/row_feeds.hpp"
#include "realtime-gateway/pushes/told_push.hpp"
#include "realtime-gateway/rooms/rooms.hpp"
#include "realtime-gateway/stream/log_stream.hpp"
#include "schemas/api/family.hpp"

namespace frontdesk::realtime_gateway {

// Events of the log → who hears what, by the families' tables: first what is told of an event by itself, in the order
// of the tables, then the rows that it changed. An event that stands in no table is told to nobody, and not even
// decoded. Loop thread only.
class LogPushes {
 public:
  // Whose command made the event with this correlation id; may be null.
  using CallerOf = std::function<std::shared_ptr<Socket>(std::string_view correlation_id)>;

  // All of it outlives this. Throws std::out_of_range when the table of a push has no source.
  LogPushes(const std::vector<const api::Family*>& families, const RowSources& sources, Rooms& rooms, RowFeeds& feeds,
            CallerOf caller_of);
  // What is told of an event by itself, in this order, whoever is there to hear it. Throws events::Malformed, as the
  // next one.
  std::vector<ToldPush> pushes_of(std::string_view type, int schema_version, std::string_view payload) const;
  // The rows that it changed are told when they can be read.
  void changed(const HeardEvent& event) const;
  // What changes nothing: `{"room":"queue:<id>","event":"queue:empty","data":"…"}` from command-api, or with `json`, the
  // text of any payload; `but` is a user who is not told. Never to a user's own room.
  void ephemeral(std::string_view message);

 private:
  struct PushOf {
    const api::PushDescription& push;
    const api::Telling& telling;
    RowSource* rows;  // null: it shows none
  };
  struct ChangeOf {
    RowFeed& feed;
    const api::RowChange& change;
  };
  struct OfType {
    api::EventType type;
    std::vector<PushOf> pushes;
    std::vector<ChangeOf> changes;
  };

  Rooms& rooms_;
  CallerOf caller_of_;
  std::map<std::string, OfType, std::less<>> by_type_;
};

}  // namespace frontdesk::realtime_gateway
