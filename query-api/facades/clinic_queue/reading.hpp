#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "platform/http/message.hpp"
#include "query-api/deployment.hpp"

namespace frontdesk::query_api::clinic_queue {

// Answers `read` for an authenticated caller; says 401 for anybody else and 503 when no store can say.
using Read = std::function<http::Response(const http::Request& request, const auth::Caller& caller)>;
http::Handler authenticated(const Deployment& deployment, Read read);

// A UUID of the path, in lower case; empty when it is none (the answer is then `Invalid UUID`).
std::string path_uuid(const http::Request& request, std::string_view name);
http::Response invalid_path(const http::Request& request, std::string_view name);

}  // namespace frontdesk::query_api::clinic_queue
