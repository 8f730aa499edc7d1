#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "realtime-gateway/engineio/revision.hpp"
#include "realtime-gateway/web/query.hpp"
#include "realtime-gateway/web/request.hpp"

namespace frontdesk::engineio {

// What is kept of the request that opened a session.
struct Handshake {
  Revision revision = Revision::v4;
  std::string query;     // undecoded
  web::Headers headers;  // those that Options::kept_headers names
  std::string remote_address;

  std::optional<std::string> parameter(std::string_view name) const { return web::query_parameter(query, name); }
  std::string_view header(std::string_view name) const { return web::header(headers, name); }
};

}  // namespace frontdesk::engineio
