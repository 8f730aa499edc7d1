#include "schemas/api/route.hpp"

#include <algorithm>

namespace frontdesk::api {

Schema null_data() { return schema_of_keywords(R"("type":"null")"); }

std::string name_of(const At& at, const SocketDoor& socket) {
  if (at.pattern.empty()) return std::string(socket.event);
  return std::string(at.method) + " " + std::string(at.pattern);
}

std::string socket_path(std::string_view event) {
  std::string name(event);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ':' || c == '_'; }, '-');
  return "/internal/sockets/" + name;
}

}  // namespace frontdesk::api
