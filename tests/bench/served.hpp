#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace frontdesk::bench {

// A program that prints its port and serves until SIGTERM, which comes with the object's end.
class Served {
 public:
  // Throws std::runtime_error when it does not say its port.
  explicit Served(std::vector<std::string> command);
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  pid_t pid() const { return pid_; }
  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = 0;
  std::uint16_t port_ = 0;
};

// A program that was built beside this one.
std::string beside(const std::string& program);

}  // namespace frontdesk::bench
