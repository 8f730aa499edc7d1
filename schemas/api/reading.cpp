#include "schemas/api/reading.hpp"

#include "schemas/api/answers.hpp"

namespace frontdesk::api {

namespace {
std::optional<http::Response> refusal_of(const Manners& manners, Part part, const PartRule& rule,
                                         wire::Fields& fields) {
  rule.read(fields);
  if (rule.strict) fields.only(rule.names);
  if (!fields.faulty()) return std::nullopt;
  return json_answer(400, manners.invalid(part, fields.faults()));
}
}  // namespace

std::optional<http::Response> refuse_path(const Manners& manners, const http::Request& request, const PartRule& rule) {
  wire::Fields fields(read_path_parameters(request));
  return refusal_of(manners, Part::path, rule, fields);
}

std::optional<http::Response> refuse_query(const Manners& manners, const http::Request& request, const PartRule& rule) {
  wire::Fields fields(read_query(request));
  return refusal_of(manners, Part::query, rule, fields);
}

std::optional<http::Response> refuse_body(const Manners& manners, const http::Request& request, const BodyPart& part) {
  auto body =
      read_body(manners, request, {.bytes_max = part.bytes_max, .multipart_bytes_max = part.multipart_bytes_max});
  if (auto* refused = std::get_if<http::Response>(&body)) return std::move(*refused);
  auto& input = std::get<wire::Input>(body);
  if (input.type() == wire::Input::Type::undefined) {
    // Where nothing is asked for, nothing need be there.
    if (part.names.empty()) return std::nullopt;
    if (manners.no_body_is_empty) input = wire::Input::from_form({});
  }
  wire::Fields fields(input);
  auto refusal = refusal_of(manners, Part::body, part, fields);
  *part.content = fields.content();
  return refusal;
}

http::Response success(const Manners& manners, const Success& success, const std::optional<std::string>& data,
                       std::size_t words) {
  if (success.words.empty()) return json_answer(success.status, data.value());
  return json_answer(success.status, manners.success(success.words.at(words), data));
}

}  // namespace frontdesk::api
