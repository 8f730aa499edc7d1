#include "realtime-gateway/engineio/ids.hpp"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "realtime-gateway/engineio/base64.hpp"

namespace frontdesk::engineio {

std::string random_id() {
  std::string bytes(15, '\0');
  while (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string id = base64(bytes);
  std::replace(id.begin(), id.end(), '+', '-');
  std::replace(id.begin(), id.end(), '/', '_');
  return id;
}

}  // namespace frontdesk::engineio
