#pragma once
#include <any>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/api/room.hpp"
#include "schemas/api/schema.hpp"
#include "schemas/api/shape.hpp"

// Events that the server sends: what they show, to whom, and which events of the log make them. The gateway tells them
// and AsyncAPI prints them from these tables.
namespace frontdesk::api {

// A type of events of the log.
struct EventType {
  std::string_view type;
  std::any (*decode)(int version, std::string_view json);
};
template <class Event>
EventType event_type() {
  return {Event::type, [](int version, std::string_view json) { return std::any(Event::decode(version, json)); }};
}

// Prints a row that is held as std::any.
using RowPrinter = std::function<std::string(const std::any& row)>;
template <class Row>
RowPrinter printer(const Shape<Row>& shape) {
  return [&shape](const std::any& row) { return shape.json(std::any_cast<const Row&>(row)); };
}

// What one room is told of an event: `json`, or the row with this id, once it is read.
struct Told {
  Room room;
  std::string json;
  std::string row_id = {};
  RowPrinter shown = nullptr;
};
// An event that says all of it.
template <class Row>
struct Addressed {
  Room room;
  Row row;
};
// An event that says what has changed of a row: `change` makes the row what it was by the event, as it may have gone on
// since.
template <class Row>
struct AddressedById {
  Room room;
  std::string row_id;
  std::function<void(Row& row)> change;
};

// What is told of events of one type, each for itself.
struct Telling {
  EventType of;
  std::function<std::vector<Told>(const std::any& event)> told;
  std::string_view table = {};  // of the rows that it shows by their ids
};
template <class Event, class Row>
Telling tells(std::vector<Addressed<Row>> (*addressed)(const Event&), const Shape<Row>& shape) {
  return {event_type<Event>(), [addressed, &shape](const std::any& event) {
            std::vector<Told> told;
            for (auto& [room, row] : addressed(std::any_cast<const Event&>(event))) {
              told.push_back({std::move(room), shape.json(row)});
            }
            return told;
          }};
}

template <class Event, class Row>
Telling tells(std::vector<AddressedById<Row>> (*addressed)(const Event&), const Shape<Row>& shape) {
  const auto told_of = [addressed, &shape](const std::any& event) {
    std::vector<Told> told;
    for (auto& [room, id, change] : addressed(std::any_cast<const Event&>(event))) {
      const auto shown = [&shape, change = std::move(change)](const std::any& row) {
        Row then = std::any_cast<const Row&>(row);
        change(then);
        return shape.json(then);
      };
      told.push_back({std::move(room), {}, std::move(id), shown});
    }
    return told;
  };
  return {event_type<Event>(), told_of, Row::table};
}

// `of` is empty for what answers a client's own event.
struct PushDescription {
  std::string_view event;
  Schema payload;
  std::string_view to;  // in words, for the document: `of` decides
  std::vector<Telling> of = {};
};

// Events of one type that change a row.
struct RowChange {
  EventType of;
  std::string (*row_id)(const std::any& event);
  RowPrinter shown_otherwise = nullptr;  // how this change is shown, where not as all others
};
template <class>
struct EventOfMember;
template <class OfEvent, class Member>
struct EventOfMember<Member OfEvent::*> {
  using Event = OfEvent;
};
// `id`: the event's member that is the row's id.
template <auto id>
RowChange changed_by(RowPrinter shown_otherwise = nullptr) {
  using Event = typename EventOfMember<decltype(id)>::Event;
  return {event_type<Event>(),
          [](const std::any& event) { return std::string((std::any_cast<const Event&>(event).*id).value); },
          std::move(shown_otherwise)};
}

// A row as it is after its changes, told to the room of its kind and id when it can be read, and to whoever caused the
// change. Changes that come close to each other share one push.
struct RowPush {
  std::string_view event;
  Schema payload;
  std::string_view to;
  std::string_view room_kind;
  std::string_view table;  // of the read models
  RowPrinter shown;
  std::vector<RowChange> changed_by;
};

}  // namespace frontdesk::api
