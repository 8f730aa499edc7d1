#include "realtime-gateway/pushes/log_pushes.hpp"

#include <utility>

#include "platform/logging/log.hpp"
#include "realtime-gateway/pushes/counted.hpp"
#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::realtime_gateway {

LogPushes::LogPushes(const std::vector<const api::Family*>& families, const RowSources& sources, Rooms& rooms,
                     RowFeeds& feeds, CallerOf caller_of)
    : rooms_(rooms), caller_of_(std::move(caller_of)) {
  const auto of_type = [this](const api::EventType& event) -> OfType& {
    return by_type_.try_emplace(std::string(event.type), OfType{event, {}, {}}).first->second;
  };
  for (const auto* family : families) {
    for (const auto& push : family->pushes) {
      for (const auto& telling : push.of) {
        RowSource* rows = telling.table.empty() ? nullptr : &source_of(sources, telling.table);
        of_type(telling.of).pushes.push_back({push, telling, rows});
      }
    }
    for (const auto& push : family->row_pushes) {
      for (const auto& change : push.changed_by) of_type(change.of).changes.push_back({feeds.of(push.event), change});
    }
  }
}

std::vector<ToldPush> LogPushes::pushes_of(std::string_view type, int schema_version, std::string_view payload) const {
  std::vector<ToldPush> all;
  const auto found = by_type_.find(type);
  if (found == by_type_.end() || found->second.pushes.empty()) return all;
  const std::any event = found->second.type.decode(schema_version, payload);
  for (const auto& [push, telling, rows] : found->second.pushes) {
    for (auto& told : telling.told(event)) {
      auto room = told.room.name();
      all.push_back({std::move(room), push.event, std::make_shared<PushContent>(std::move(told), rows)});
    }
  }
  return all;
}

void LogPushes::changed(const HeardEvent& heard) const {
  const auto found = by_type_.find(heard.type);
  if (found == by_type_.end() || found->second.changes.empty()) return;
  const std::any event = found->second.type.decode(heard.schema_version, heard.payload);
  const auto caller = caller_of_(heard.correlation_id);
  for (const auto& [feed, change] : found->second.changes) {
    const auto* shown_otherwise = change.shown_otherwise ? &change.shown_otherwise : nullptr;
    feed.changed(change.row_id(event), {heard.next_offset, heard.projected, shown_otherwise}, caller);
  }
}

void LogPushes::ephemeral(std::string_view message) {
  const auto input = wire::Input::from_json(message);
  if (!input) return logging::warn("an ephemeral message is no JSON");
  const auto room = input->member("room");
  const auto event = input->member("event");
  const auto data = input->member("data");
  const auto json = input->member("json");
  const auto of_a_user = api::room_of_user("").name();
  if (!room.string() || room.string()->starts_with(of_a_user) || !event.string() || !(data.string() || json.string())) {
    return logging::warn("an ephemeral message is not of our form");
  }
  Announcement announcement(std::string(*event.string()),
                            json.string() ? std::string(*json.string()) : wire::quoted(*data.string()));
  const auto but = input->member("but").string();
  count_pushes(but ? rooms_.announce(*room.string(), announcement, *but)
                   : rooms_.announce(*room.string(), announcement));
}

}  // namespace frontdesk::realtime_gateway
