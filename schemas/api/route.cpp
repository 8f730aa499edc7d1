#include "schemas/api/route.hpp"

namespace frontdesk::api {

Schema null_data() { return schema_of_keywords(R"("type":"null")"); }

std::string name_of(const At& at, const SocketDoor& socket) {
  if (at.pattern.empty()) return std::string(socket.event);
  return std::string(at.method) + " " + std::string(at.pattern);
}

}  // namespace frontdesk::api
