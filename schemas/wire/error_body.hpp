#pragma once
#include <string>
#include <string_view>

namespace frontdesk::wire {

// Several APIs share one server; an error that no route words itself (unknown route, 413, 503 …) has the shape of the
// API that the path belongs to (contracts, "Error body by path"). The edge has the same list, in infra/edge/maps.conf.
std::string error_body(std::string_view path, int status, std::string_view message);

// 404 for a path or method nobody serves.
std::string endpoint_not_found_body(std::string_view path);

// True under /api/auth, /api/clinic, /api/queues, /api/tokens.
bool is_clinic_queue_path(std::string_view path);

// Paths whose answers any origin may read (contracts, section 1).
bool is_open_to_any_origin(std::string_view path);

}  // namespace frontdesk::wire
