#pragma once
#include <string_view>
#include <vector>

#include "schemas/api/manners.hpp"
#include "schemas/api/push.hpp"
#include "schemas/api/route.hpp"

namespace frontdesk::api {

// What one resource offers, said in its own file: routes, and what is told of it.
struct Resource {
  std::vector<RouteDescription> routes;
  std::vector<PushDescription> pushes = {};  // of one event, in the order in which they are told
  std::vector<RowPush> row_pushes = {};      // told after those
};

// All that one API family offers: the table of contents of schemas/api/<family>.
struct Family {
  const Manners& manners;
  std::string_view title;
  std::string_view description;
  std::vector<RouteDescription> routes;
  std::vector<PushDescription> pushes = {};
  std::vector<RowPush> row_pushes = {};
};

// In the order of the resources.
Family family_of(const Manners& manners, std::string_view title, std::string_view description,
                 std::vector<Resource> resources);

}  // namespace frontdesk::api
