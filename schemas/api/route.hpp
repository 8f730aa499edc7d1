#pragma once
#include <cstddef>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schemas/api/field.hpp"
#include "schemas/api/who.hpp"
#include "schemas/api/words.hpp"

// A route is described once. Router, reading and validation, the words of refusals, the socket door, the documents, the
// edge's map and the fuzzer's requests are derived from it.
namespace frontdesk::api {

struct At {
  std::string_view method;
  std::string_view pattern;  // "/api/tokens/:tokenId"; empty: reached by its socket event alone
};
constexpr At get(std::string_view pattern) { return {"GET", pattern}; }
constexpr At post(std::string_view pattern) { return {"POST", pattern}; }
constexpr At put(std::string_view pattern) { return {"PUT", pattern}; }
constexpr At patch(std::string_view pattern) { return {"PATCH", pattern}; }
constexpr At del(std::string_view pattern) { return {"DELETE", pattern}; }
inline constexpr At socket_alone{"POST", ""};

struct Success {
  int status = 200;
  std::vector<std::string_view> words = {};  // its message, or those among which the handler chooses; none: no envelope
  std::optional<Schema> data = std::nullopt;  // absent: the answer has no data at all
  std::string_view description = "Done.";
  std::string_view header = {};  // "Location: /api/clinic/<id>", for the document
};
Schema null_data();  // of a success whose data is null

// A decider's or handler's refusal code, and how this route says it. `unauthorized` and `account_disabled` are said by
// the family's manners, alike everywhere.
struct Refusal {
  std::string_view code;
  int status;
  std::string_view words;
};

enum class Side { by_method, query, command };  // by_method: GET is a query

// One argument of a socket event, by the name of the field that it is.
struct SocketArgument {
  std::string_view field;
  std::string_view fault;  // what is said when it does not fit; empty: what its rule says
  std::vector<std::string_view> said_by_rule = {};
};
// The event that is this route's second door.
struct SocketDoor {
  std::string_view event = {};
  std::vector<SocketArgument> arguments = {};
  bool of_gateway = false;  // the gateway deals with it itself (rooms)
  // The row push (of the row that the first argument names) that shows its caller what a success has changed.
  std::string_view shown_by = {};
  bool in_object = false;  // the arguments are members of the event's one argument
  // The member of the acknowledgement that has the success's data.
  std::string_view acknowledges = {};
  // What kind of room, named by the first argument, the caller must have joined. Judged last: `not_joined`.
  std::string_view in_room = {};
};

template <class In>
struct Route {
  using Input = In;

  At at;
  // Where it is, too; one route for idempotency and metrics. Of a GET the fields of the body stand in the query.
  std::vector<At> also = {};
  std::string_view tag;
  std::string_view summary;
  std::string_view description = {};
  Who who = any_user;
  std::vector<Field<In>> path = {};
  std::vector<Field<In>> query = {};
  std::vector<Field<In>> body = {};
  bool strict = false;                      // refuses what it does not know in query and body
  std::size_t body_bytes_max = 100 * 1024;  // as JSON or urlencoded; of another type it is none
  std::size_t multipart_bytes_max = 0;      // 0: multipart is not read either
  Success success = {};
  std::vector<Refusal> refusals = {};
  bool keyed = true;                                // false: a credential route, which ignores Idempotency-Key
  bool guesses = false;                             // may answer 429 after wrong passwords
  std::string_view unexpected = words::unexpected;  // what is said with 500
  Side side = Side::by_method;
  SocketDoor socket = {};
};

// "POST /api/tokens", or the socket event that it is reached by.
std::string name_of(const At& at, const SocketDoor& socket);
template <class In>
std::string name_of(const Route<In>& route) {
  return name_of(route.at, route.socket);
}

// Where a socket event's command goes: for the realtime gateway alone, never through the edge.
std::string socket_path(std::string_view event);
// There, of a door that asks for it (SocketDoor::in_room): "yes" or "no".
inline constexpr const char* in_room_header = "frontdesk-in-room";

template <class In>
struct ReadInput {
  In input;
  std::string content;  // of the body, in one form however it was written (wire::Fields::content)
};

// The arguments of the route's socket event, as members of an object; what is said about the first that does not fit.
template <class In>
std::variant<ReadInput<In>, std::string> read_arguments(const Route<In>& route, const wire::Input& arguments) {
  ReadInput<In> read;
  wire::Fields fields(arguments);
  for (const auto& argument : route.socket.arguments) {
    for (const auto* part : {&route.path, &route.body}) {
      for (const auto& field : *part) {
        if (field.name != argument.field) continue;
        field.read(fields, read.input);
        if (!fields.faulty()) continue;
        return argument.fault.empty() ? fields.faults().front().message : std::string(argument.fault);
      }
    }
  }
  read.content = fields.content();
  return read;
}

// What the printers and the gateway know of a route.
struct RouteDescription {
  At at;
  std::string_view tag, summary, description;
  Who who;
  std::vector<FieldDescription> path, query, body;
  bool strict;
  std::size_t body_bytes_max, multipart_bytes_max;
  Success success;
  std::vector<Refusal> refusals;
  bool keyed, guesses;
  std::string_view unexpected;
  Side side;  // never by_method
  SocketDoor socket;
  // What is said of the first argument of the socket event that does not fit; empty: all do. `arguments`: an object.
  std::function<std::string(const wire::Input& arguments)> fault_of_arguments;

  std::string name() const { return name_of(at, socket); }
};

namespace detail {
template <class In>
std::vector<FieldDescription> described_fields(const std::vector<Field<In>>& fields) {
  std::vector<FieldDescription> all;
  for (const auto& field : fields) {
    if (!field.name.empty()) all.push_back(field);
  }
  return all;
}

// All of a request without a body.
template <class In>
std::vector<Field<In>> fields_of_query(const Route<In>& route) {
  auto fields = route.query;
  fields.insert(fields.end(), route.body.begin(), route.body.end());
  return fields;
}
}  // namespace detail

// The route outlives what is described.
template <class In>
RouteDescription describe(const Route<In>& route) {
  const auto side = route.side != Side::by_method ? route.side : route.at.method == "GET" ? Side::query : Side::command;
  return {route.at,
          route.tag,
          route.summary,
          route.description,
          route.who,
          detail::described_fields(route.path),
          detail::described_fields(route.query),
          detail::described_fields(route.body),
          route.strict,
          route.body_bytes_max,
          route.multipart_bytes_max,
          route.success,
          route.refusals,
          route.keyed,
          route.guesses,
          route.unexpected,
          side,
          route.socket,
          [&route](const wire::Input& arguments) {
            const auto read = read_arguments(route, arguments);
            const auto* fault = std::get_if<std::string>(&read);
            return fault != nullptr ? *fault : std::string();
          }};
}

// At every address.
template <class In>
std::vector<RouteDescription> describe_all(const Route<In>& route) {
  std::vector<RouteDescription> all{describe(route)};
  for (const auto& at : route.also) {
    auto elsewhere = all.front();
    elsewhere.at = at;
    if (at.method == "GET") elsewhere.query.insert(elsewhere.query.end(), elsewhere.body.begin(), elsewhere.body.end());
    if (at.method == "GET") elsewhere.body.clear();
    elsewhere.socket = {};
    all.push_back(std::move(elsewhere));
  }
  return all;
}
template <class... In>
requires(sizeof...(In) > 1) std::vector<RouteDescription> describe_all(const Route<In>&... routes) {
  std::vector<RouteDescription> all;
  (
      [&](std::vector<RouteDescription> of_one) {
        all.insert(all.end(), std::make_move_iterator(of_one.begin()), std::make_move_iterator(of_one.end()));
      }(describe_all(routes)),
      ...);
  return all;
}

}  // namespace frontdesk::api
