#include "realtime-gateway/web/answer_bytes.hpp"

#include <string_view>

namespace frontdesk::web {
namespace {

std::string_view phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Payload Too Large";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return status < 500 ? "Refused" : "Internal Server Error";
  }
}

void add(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string answer_bytes(const Answer& answer, AnswerForm form) {
  std::string bytes = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
  bytes.append(phrase(answer.status)).append("\r\n");
  if (answer.status != 204) {
    add(bytes, "Content-Type", answer.content_type);
    add(bytes, "Content-Length", std::to_string(answer.body.size()));
  }
  for (const auto& [name, value] : answer.headers) add(bytes, name, value);
  add(bytes, "Connection", form.keep_alive ? "keep-alive" : "close");
  bytes += "\r\n";
  if (!form.head_only && answer.status != 204) bytes += answer.body;
  return bytes;
}

}  // namespace frontdesk::web
