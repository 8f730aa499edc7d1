#pragma once
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace frontdesk::config {

// A variable is missing or malformed; what() is one line that names it. The program prints it and exits with 2.
struct Invalid : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads environment variables (documented in .env.example) with defaults, remembers what was read and prints it with
// secrets and the passwords in URLs hidden. An empty variable counts as absent. Not thread-safe: read all at start.
class Environment {
 public:
  Environment();  // of this process
  explicit Environment(std::map<std::string, std::string> variables);

  std::string text(const std::string& name, const std::string& fallback);
  std::string required(const std::string& name);
  std::string secret(const std::string& name, const std::string& fallback = "");  // printed as ***
  // PEM text itself (line ends may be written `\n`), or the path of a file that holds it; empty when not set.
  std::string pem(const std::string& name);
  std::int64_t number(const std::string& name, std::int64_t fallback, std::int64_t min, std::int64_t max);
  std::uint16_t port(const std::string& name, std::uint16_t fallback);
  // `http://host:port` of another program.
  struct Address {
    std::string host;
    std::uint16_t port = 0;
  };
  Address http_address(const std::string& name, std::uint16_t usual_port);  // on loopback, where nothing is set
  bool on(const std::string& name, bool fallback);                          // on|off|true|false|1|0
  std::vector<std::string> list(const std::string& name, const std::string& fallback);  // comma-separated
  // `900`, `5s`, `15m`, `1h`, `7d` → seconds
  std::int64_t duration_seconds(const std::string& name, const std::string& fallback);
  bool production();  // FRONTDESK_PROFILE=production or NODE_ENV=production

  // One line, `NAME=value …`, for the start log.
  std::string describe() const;

 private:
  std::map<std::string, std::string> variables_;
  std::map<std::string, std::string> shown_;
};

}  // namespace frontdesk::config
