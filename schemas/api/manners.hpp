#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/api/schema.hpp"
#include "schemas/wire/envelope.hpp"

namespace frontdesk::api {

enum class Part { path, query, body };

// How an API family speaks, whatever it is about (contracts' README, sections 1 and 6). One value a family, in
// schemas/api/<family>/manners.cpp.
struct Manners {
  std::string_view name;
  std::vector<std::string_view> paths;  // what lies at or below them is the family's, also where no route fits
  bool any_origin = false;              // answers may be read from every origin, without credentials
  int key_reused = 422;                 // status of a key that was used for another request
  int unsupported_encoding = 415;       // of a body with a content encoding

  // The body of an error that is nobody's fault of validation; `path` is printable ASCII.
  std::string (*failure)(int status, std::string_view words, std::string_view path) = nullptr;

  // The rest is there for families with routes.
  std::string (*success)(std::string_view words, const std::optional<std::string>& data) = nullptr;
  std::string (*invalid)(Part part, const std::vector<wire::Fault>& faults) = nullptr;
  // The same as schemas: of a success, of failures with one of these messages, of faults in one of these parts.
  Schema (*success_schema)(const std::vector<std::string_view>& words, const std::optional<Schema>& data) = nullptr;
  Schema (*failure_schema)(const std::vector<std::string_view>& words) = nullptr;
  Schema (*invalid_schema)(const std::vector<Part>& parts) = nullptr;
  // What somebody without the right is told with 401, all of it.
  std::vector<std::string_view> denials = {};
  // The event that tells the caller alone that its `event` was refused; it carries the words.
  std::string (*error_event)(std::string_view event) = nullptr;
};

}  // namespace frontdesk::api
