#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/api/roles.hpp"
#include "schemas/api/schema.hpp"
#include "schemas/read_models/callers.hpp"
#include "schemas/wire/fields.hpp"

namespace frontdesk::api {

enum class Part { path, query, body };

struct StatusAndWords {
  int status;
  std::string_view words;
};

// How an API family speaks, whatever it is about (contracts' README, sections 1 and 6). One value a family, in
// schemas/api/<family>/manners.cpp.
struct Manners {
  std::string_view name;
  std::vector<std::string_view> paths;  // what lies at or below them is the family's, also where no route fits
  bool any_origin = false;              // answers may be read from every origin, without credentials
  int key_reused = 422;                 // status of a key that was used for another request
  int unsupported_encoding = 415;       // of a body with a content encoding
  RoleWord role = nullptr;              // how it prints a role
  // Where a request may have its token (contracts' README, section 2): `Authorization: Bearer <token>`; the same
  // without the scheme; one of these cookies, if there is no such header.
  bool bare_token = false;
  std::vector<std::string_view> cookies = {};

  // A request without a body says what an empty object says.
  bool no_body_is_empty = false;

  // The body of an error that is nobody's fault of validation. `path`: of the request.
  std::string (*failure)(int status, std::string_view words, std::string_view path) = nullptr;
  // What somebody is told with 401, by why; `unavailable` is no denial.
  std::string_view (*denied)(const auth::Denial& denial) = nullptr;
  // What somebody is told who is known, but may not ask this.
  StatusAndWords not_allowed = {403, "Forbidden"};

  // The rest is there for families with routes.
  std::string (*success)(std::string_view words, const std::optional<std::string>& data) = nullptr;
  std::string (*invalid)(Part part, const std::vector<wire::Fault>& faults) = nullptr;
  // The same as schemas: of a success, of failures with one of these messages, of faults in one of these parts.
  Schema (*success_schema)(const std::vector<std::string_view>& words, const std::optional<Schema>& data) = nullptr;
  Schema (*failure_schema)(const std::vector<std::string_view>& words) = nullptr;
  Schema (*invalid_schema)(const std::vector<Part>& parts) = nullptr;
  // The event that tells the caller alone that its `event` was refused; it carries the words.
  std::string (*error_event)(std::string_view event) = nullptr;
  bool error_in_object = false;  // they stand in {"message"} (contracts' README, conflict 4)
  // Another event that says these words; empty: none.
  std::string_view (*event_of_words)(std::string_view words) = nullptr;
};

// All that may be said with 401, each once; with `not_allowed` where that is a 401, too.
std::vector<std::string_view> denials_of(const Manners& manners);

// The manners at a path: those with the longest prefix, on all programs and the edge.
const Manners& manners_of(std::string_view path);
// The prefixes that it goes through, the longest first.
const std::vector<std::pair<std::string_view, const Manners*>>& manners_by_path();

}  // namespace frontdesk::api
