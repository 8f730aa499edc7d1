// frontdesk-api: prints what is made of the tables of all APIs: the documents that the edge serves under /docs, and the
// edge's own part of its configuration.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "schemas/api/edge.hpp"
#include "schemas/api/families.hpp"
#include "schemas/api/openapi.hpp"
#include "schemas/api/sockets_page.hpp"

int main(int count, char** arguments) {
  using namespace frontdesk;
  const std::map<std::string, std::string (*)(const std::vector<const api::Family*>&)> prints{
      {"openapi", api::openapi},
      {"asyncapi", api::asyncapi},
      {"sockets-page", api::sockets_page},
      {"edge-maps", api::edge_maps},
      {"edge-locations", api::edge_locations}};
  const auto wanted = prints.find(count == 2 ? arguments[1] : "");
  if (wanted != prints.end()) return std::puts(wanted->second(api::families()).c_str()) < 0;
  std::fputs("usage: frontdesk-api openapi|asyncapi|sockets-page|edge-maps|edge-locations\n", stderr);
  return 2;
}
