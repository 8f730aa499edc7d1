#pragma once
#include <string>
#include <utility>
#include <vector>

#include "schemas/api/route.hpp"
#include "tests/fuzz/exchange.hpp"

namespace frontdesk::fuzz {

using Samples = std::vector<std::pair<std::string, std::string>>;

struct Route {
  std::string method;
  std::string path;  // `:name` stands for an id
  Samples body;      // field → a sound value in JSON; "$id" and "$refresh" are replaced (see Scene)
  Samples query;     // the same, as text
};

// The routes behind a door: those of the tables in schemas/api, and what stands in no table.
const std::vector<Route>& routes(Door door);

// An event that clients send, with a sound value for each of its arguments.
struct SentEvent {
  std::string name;
  std::vector<std::string> arguments;
  std::vector<std::string> members;  // their names, where they are members of one object; else empty
};
const std::vector<SentEvent>& sent_events();

// A value in JSON that the field's rule lets through, as far as its schema and its name tell.
std::string sample_of(const api::FieldDescription& field);

}  // namespace frontdesk::fuzz
