#pragma once
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "platform/http/message.hpp"
#include "schemas/api/manners.hpp"
#include "schemas/api/route.hpp"

// From a request to the input of its route: path, query and body in this order, the first faulty part is what the
// answer reports (contract 004, section 1).
namespace frontdesk::api {

// One part of a request as the route's table has it.
struct PartRule {
  std::vector<std::string_view> names;
  bool strict = false;  // refuses other names
  std::function<void(wire::Fields& fields)> read;
};
std::optional<http::Response> refuse_path(const Manners&, const http::Request&, const PartRule&);
std::optional<http::Response> refuse_query(const Manners&, const http::Request&, const PartRule&);
struct BodyPart : PartRule {
  std::size_t bytes_max = 0;
  std::size_t multipart_bytes_max = 0;
  std::string* content = nullptr;
};
std::optional<http::Response> refuse_body(const Manners&, const http::Request&, const BodyPart&);

namespace detail {
template <class In>
PartRule part_rule(const std::vector<Field<In>>& fields, bool strict, In& input) {
  PartRule rule{{}, strict, [&fields, &input](wire::Fields& read) {
                  for (const auto& field : fields) field.read(read, input);
                }};
  for (const auto& field : fields) {
    if (!field.name.empty()) rule.names.push_back(field.name);
  }
  return rule;
}
}  // namespace detail

template <class In>
std::variant<ReadInput<In>, http::Response> read(const Manners& manners, const Route<In>& route,
                                                 const http::Request& request) {
  ReadInput<In> read;
  if (!route.path.empty()) {
    if (auto refusal = refuse_path(manners, request, detail::part_rule(route.path, false, read.input))) {
      return *std::move(refusal);
    }
  }
  const bool has_body = request.method != "GET" && request.method != "HEAD";
  const bool body_in_query = !has_body && !route.body.empty();
  const auto both = body_in_query ? detail::fields_of_query(route) : std::vector<Field<In>>();
  const auto& of_query = body_in_query ? both : route.query;
  if (!of_query.empty() || route.strict) {
    if (auto refusal = refuse_query(manners, request, detail::part_rule(of_query, route.strict, read.input))) {
      return *std::move(refusal);
    }
  }
  if (has_body && (!route.body.empty() || route.strict)) {
    const BodyPart part{detail::part_rule(route.body, route.strict, read.input), route.body_bytes_max,
                        route.multipart_bytes_max, &read.content};
    if (auto refusal = refuse_body(manners, request, part)) return *std::move(refusal);
  }
  return read;
}

// A success in the family's manners; `words`: which of the route's.
http::Response success(const Manners& manners, const Success& success, const std::optional<std::string>& data,
                       std::size_t words = 0);

}  // namespace frontdesk::api
