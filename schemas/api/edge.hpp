#pragma once
#include <string>
#include <vector>

#include "schemas/api/family.hpp"

// What the edge (nginx) knows of the APIs, as parts of its configuration. What is not about routes or families is
// written in infra/edge.
namespace frontdesk::api {

// Maps: which service answers a route; whose a path is, and so the body and CORS of what the edge refuses itself.
std::string edge_maps(const std::vector<const Family*>& families);
// Locations: the paths whose routes take larger bodies than the edge keeps otherwise.
std::string edge_locations(const std::vector<const Family*>& families);

}  // namespace frontdesk::api
