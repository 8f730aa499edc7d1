#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/api/field.hpp"
#include "schemas/api/who.hpp"

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

// A decider's or handler's refusal code, and how this route says it.
struct Refusal {
  std::string_view code;
  int status;
  std::string_view words;
};

enum class Body {
  json_or_form,  // read as JSON or urlencoded; of another type it is none
  multipart,     // and as multipart
};

enum class Side { by_method, query, command };  // by_method: GET is a query

// One argument of a socket event, by the name of the field that it is.
struct SocketArgument {
  std::string_view field;
  std::string_view fault;  // what is said when it does not fit
};
// The event that is this route's second door.
struct SocketDoor {
  std::string_view event = {};
  std::vector<SocketArgument> arguments = {};
};

template <class In>
struct Route {
  using Input = In;

  At at;
  std::string_view tag;
  std::string_view summary;
  std::string_view description = {};
  Who who = any_user;
  std::vector<Field<In>> path = {};
  std::vector<Field<In>> query = {};
  std::vector<Field<In>> body = {};
  bool strict = false;  // refuses what it does not know in path, query and body
  Body takes = Body::json_or_form;
  std::size_t body_bytes_max = 100 * 1024;
  Success success = {};
  std::vector<Refusal> refusals = {};
  bool keyed = true;     // false: a credential route, which ignores Idempotency-Key
  bool guesses = false;  // may answer 429 after wrong passwords
  Side side = Side::by_method;
  SocketDoor socket = {};
};

// "POST /api/tokens", or the socket event that it is reached by.
std::string name_of(const At& at, const SocketDoor& socket);
template <class In>
std::string name_of(const Route<In>& route) {
  return name_of(route.at, route.socket);
}

// What the printers know of a route.
struct RouteDescription {
  At at;
  std::string_view tag, summary, description;
  Who who;
  std::vector<FieldDescription> path, query, body;
  bool strict;
  Body takes;
  std::size_t body_bytes_max;
  Success success;
  std::vector<Refusal> refusals;
  bool keyed, guesses;
  Side side;  // never by_method
  SocketDoor socket;

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
}  // namespace detail

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
          route.takes,
          route.body_bytes_max,
          route.success,
          route.refusals,
          route.keyed,
          route.guesses,
          side,
          route.socket};
}

}  // namespace frontdesk::api
