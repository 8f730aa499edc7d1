#include "schemas/api/cors.hpp"

#include <algorithm>

#include "schemas/api/answers.hpp"

namespace frontdesk::api {

Cors::Cors(std::vector<std::string> allowed_origins) : allowed_origins_(std::move(allowed_origins)) {}

bool Cors::allows(std::string_view origin) const {
  return !origin.empty() &&
         std::find(allowed_origins_.begin(), allowed_origins_.end(), origin) != allowed_origins_.end();
}

void Cors::allow(std::string_view origin, bool open_to_any, http::Response& response) const {
  const bool allowed = allows(origin);
  if (!allowed && !open_to_any) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", allowed ? origin : "*");
  response.headers.emplace_back("Access-Control-Expose-Headers",
                                "Location, Retry-After, X-Correlation-Id, Frontdesk-Projection");
  if (!allowed) return;
  response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
  response.headers.emplace_back("Vary", "Origin");
}

void Cors::decorate(std::string_view path, std::string_view origin, http::Response& response) const {
  allow(origin, manners_of(path).any_origin, response);
}

void Cors::decorate(const http::Request& request, http::Response& response) const {
  decorate(request.path, request.header("origin"), response);
}

http::Response Cors::refusal(int status, const http::Refused& refused) const {
  auto response = refusal_answer(status, refused.path);
  const bool origin_unknown = refused.head_unread && refused.origin.empty();
  allow(refused.origin, origin_unknown || manners_of(readable_part(refused.path)).any_origin, response);
  return response;
}

http::Response Cors::preflight(const http::Request& request) const {
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,OPTIONS");
  response.headers.emplace_back("Access-Control-Allow-Headers",
                                "Authorization, Content-Type, Idempotency-Key, Prefer, X-Correlation-Id");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
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

}  // namespace frontdesk::api
