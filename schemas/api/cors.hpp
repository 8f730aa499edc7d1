#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/server.hpp"

namespace frontdesk::api {

// CORS as the contracts' README, section 1, has it: an origin of FRONTEND_URL is echoed with credentials; any other may
// read the paths that are open to all; elsewhere there is no CORS header.
class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins);
  bool allows(std::string_view origin) const;
  void decorate(const http::Request& request, http::Response& response) const;
  void decorate(std::string_view path, std::string_view origin, http::Response& response) const;
  // 204 with methods and headers.
  http::Response preflight(const http::Request& request) const;
  // What the HTTP server answers by itself (http::ServerOptions::refusal). Any page may read the refusal of a request
  // whose Origin has not been read.
  http::Response refusal(int status, const http::Refused& refused) const;
  // Answers preflights itself and decorates what `handler` answers. This object outlives what is returned.
  http::Entry around(http::Entry handler) const;

 private:
  void allow(std::string_view origin, bool open_to_any, http::Response& response) const;

  std::vector<std::string> allowed_origins_;
};

}  // namespace frontdesk::api
