#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace frontdesk::test_support {

// The running Frontdesk that tests, demo and bench talk to, from the environment: FRONTDESK_URL (default
// http://127.0.0.1:3000), FRONTDESK_PORT_BASE (default 7400), OPERATOR_TOKEN, FRONTDESK_TEST_HOME.
struct Deployment {
  std::string host;
  std::uint16_t edge_port = 0;
  std::uint16_t port_base = 0;
  std::string operator_token;
  std::string home;  // data directory, for pids and logs; may be empty

  std::uint16_t command_api_port() const { return static_cast<std::uint16_t>(port_base + 1); }
  std::uint16_t query_api_port() const { return static_cast<std::uint16_t>(port_base + 2); }
  std::uint16_t gateway_port() const { return static_cast<std::uint16_t>(port_base + 3); }
  std::uint16_t projectors_port() const { return static_cast<std::uint16_t>(port_base + 4); }
  std::string websocket_url(const std::string& target) const;  // through the edge
};

// Throws std::runtime_error naming the variable that is missing or wrong.
Deployment deployment_from_environment();

// Polls `done` until it is true or `patience` has passed; says which.
bool eventually(const std::function<bool()>& done, std::chrono::milliseconds patience = std::chrono::seconds(20));

}  // namespace frontdesk::test_support
