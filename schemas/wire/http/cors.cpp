#include "schemas/wire/http/cors.hpp"

#include <algorithm>

#include "schemas/wire/error_body.hpp"

namespace frontdesk::wire {

Cors::Cors(std::vector<std::string> allowed_origins) : allowed_origins_(std::move(allowed_origins)) {}

void Cors::decorate(const http::Request& request, http::Response& response) const {
  const auto origin = request.header("origin");
  const bool allowed =
      !origin.empty() && std::find(allowed_origins_.begin(), allowed_origins_.end(), origin) != allowed_origins_.end();
  if (allowed) {
    response.headers.emplace_back("Access-Control-Allow-Origin", origin);
    response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
    response.headers.emplace_back("Vary", "Origin");
  } else if (is_open_to_any_origin(request.path)) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
}

http::Response Cors::preflight(const http::Request& request) const {
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS");
  response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, Prefer");
  decorate(request, response);
  return response;
}

http::Entry Cors::around(http::Entry handler) const {
  return [this, handler = std::move(handler)](const std::shared_ptr<http::Request>& request, http::Respond respond) {
    if (request->method == "OPTIONS") return respond(preflight(*request));
    handler(request, [this, request, respond = std::move(respond)](http::Response response) {
      decorate(*request, response);
      respond(std::move(response));
    });
  };
}

}  // namespace frontdesk::wire
