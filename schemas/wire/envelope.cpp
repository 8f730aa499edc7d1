#include "schemas/wire/envelope.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

std::string success(std::string_view message, std::string_view data) {
  std::string body = R"({"success":true,"data":)";
  body.append(data);
  body += ",\"message\":";
  append_quoted(body, message);
  body += ",\"meta\":null}";
  return body;
}

std::string success_without_data(std::string_view message) {
  std::string body = R"({"success":true,"message":)";
  append_quoted(body, message);
  body += ",\"meta\":null}";
  return body;
}

std::string failure(std::string_view message) {
  std::string body = R"({"success":false,"message":)";
  append_quoted(body, message);
  body += ",\"errors\":null,\"meta\":null}";
  return body;
}

std::string invalid(std::string_view message, const std::vector<Fault>& faults) {
  std::string body = R"({"success":false,"message":)";
  append_quoted(body, message);
  body += ",\"errors\":[";
  for (std::size_t i = 0; i < faults.size(); ++i) {
    body += i == 0 ? "{\"path\":" : ",{\"path\":";
    append_quoted(body, faults[i].path);
    body += ",\"message\":";
    append_quoted(body, faults[i].message);
    body += '}';
  }
  body += "],\"meta\":null}";
  return body;
}

}  // namespace frontdesk::wire
