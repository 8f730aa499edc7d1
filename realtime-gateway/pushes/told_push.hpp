#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "realtime-gateway/pushes/row_source.hpp"
#include "schemas/api/push.hpp"

namespace frontdesk::realtime_gateway {

// What is said of an event: at once, or when the row that it shows was read. One object for all who say it.
struct PushContent {
  enum class State { unread, whole, gone };  // gone: the row is no more, so there is nothing to say

  PushContent(api::Told&& told, RowSource* chosen)
      : json(std::move(told.json)),
        row_id(std::move(told.row_id)),
        shown(std::move(told.shown)),
        rows(chosen),
        state(row_id.empty() ? State::whole : State::unread) {}
  explicit PushContent(std::string whole) : json(std::move(whole)), state(State::whole) {}

  // False: the stores did not answer.
  bool take(const RowReading& reading) {
    if (reading.outcome == RowReading::Outcome::unavailable) return false;
    state = reading.outcome == RowReading::Outcome::found ? State::whole : State::gone;
    if (state == State::whole) json = shown(reading.row);
    return true;
  }

  std::string json;
  std::string row_id;
  api::RowPrinter shown;
  RowSource* rows = nullptr;
  State state;
};

// What one room is told of an event.
struct ToldPush {
  std::string room;  // its name
  std::string_view event;
  std::shared_ptr<PushContent> content;
};

}  // namespace frontdesk::realtime_gateway
