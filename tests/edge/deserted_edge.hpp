#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace frontdesk::edge_tests {

// A second nginx with the running instance's own configuration, but for its port and for its services, which are all
// away. Ends with the object.
class DesertedEdge {
 public:
  DesertedEdge();
  ~DesertedEdge();
  DesertedEdge(const DesertedEdge&) = delete;
  DesertedEdge& operator=(const DesertedEdge&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  std::filesystem::path folder_;
  std::uint16_t port_;
  pid_t nginx_ = 0;
};

}  // namespace frontdesk::edge_tests
