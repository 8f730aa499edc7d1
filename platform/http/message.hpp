#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::http {

struct Request {
  std::string method;                                        // "GET", upper-case
  std::string path;                                          // percent-decoded per segment, without query
  std::vector<std::string> segments;                         // of the path, decoded; "/" has none
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order, duplicates kept
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case, duplicates kept in order
  std::string body;
  std::string peer;            // address of the client: the peer's, or X-Forwarded-For from a trusted proxy
  std::string correlation_id;  // from X-Correlation-Id, else fresh
  std::chrono::steady_clock::time_point received_at;
  std::vector<std::pair<std::string, std::string>> path_parameters;  // filled by the router: {"queueId", "…"}

  std::string_view header(std::string_view lower_case_name) const;  // first value, empty when absent
  bool has_header(std::string_view lower_case_name) const;
  std::optional<std::string_view> query_value(std::string_view name) const;  // first value
  std::string_view path_parameter(std::string_view name) const;              // empty when absent
};

struct Response {
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";  // empty: no Content-Type
  // Content-Length, Connection, Transfer-Encoding, Date and X-Correlation-Id are the server's: given here they are
  // ignored. The security headers are added unless given. A name or value that could split the answer (CR, LF, NUL)
  // turns it into a 500.
  std::vector<std::pair<std::string, std::string>> headers;
};

// Copyable. Dropped without a call, the server answers 500. Call exactly once, from any thread, before the server's
// answer deadline (25 s; afterwards the server has answered 503 and the call has no effect).
using Respond = std::function<void(Response)>;
using Handler = std::function<void(std::shared_ptr<const Request>, Respond)>;
// What a server hands its requests to: may still complete them, as the router does with path_parameters.
using Entry = std::function<void(std::shared_ptr<Request>, Respond)>;

}  // namespace frontdesk::http
