#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/web/request.hpp"
#include "schemas/api/cors.hpp"

namespace frontdesk::realtime_gateway {

// Contracts' README, section 9, on every answer of ours.
void add_security_headers(web::Headers& headers);
// The client's own, or a fresh one.
void add_correlation_id(const web::Request& request, web::Headers& headers);

// What a request is told that gets nothing else: as the path's API words it, and for a WebSocket's client (contract
// 000) as there; with the CORS headers that the answer would have had. Its connection closes.
class Refusals {
 public:
  explicit Refusals(std::vector<std::string> allowed_origins) : cors_(std::move(allowed_origins)) {}

  web::Answer of(int status, std::string_view words, const web::Request& request) const;
  // Of what the listener itself refuses; see web::ListenerOptions.
  web::Answer by_listener(int status, const web::Request& request, std::optional<std::string_view> unread) const;
  const api::Cors& cors() const { return cors_; }

 private:
  web::Answer refusal(int status, std::string_view words, const http::Refused& refused,
                      const web::Request& request) const;

  const api::Cors cors_;
};

}  // namespace frontdesk::realtime_gateway
