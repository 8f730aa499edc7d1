#include "tests/support/deployment.hpp"

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <thread>

namespace frontdesk::test_support {

namespace {
std::string variable(const char* name, const char* fallback) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : fallback;
}

std::uint16_t port_of(const std::string& name, const std::string& text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::runtime_error(name + " holds no port: " + text);
  return port;
}
}  // namespace

std::string Deployment::websocket_url(const std::string& target) const {
  return "ws://" + host + ":" + std::to_string(edge_port) + target;
}

Deployment deployment_from_environment() {
  const auto url = variable("FRONTDESK_URL", "http://127.0.0.1:3000");
  constexpr std::string_view scheme = "http://";
  const auto colon = url.rfind(':');
  if (url.substr(0, scheme.size()) != scheme || colon <= scheme.size()) {
    throw std::runtime_error("FRONTDESK_URL must be http://host:port, not " + url);
  }
  Deployment deployment;
  deployment.host = url.substr(scheme.size(), colon - scheme.size());
  deployment.edge_port = port_of("FRONTDESK_URL", url.substr(colon + 1));
  deployment.port_base = port_of("FRONTDESK_PORT_BASE", variable("FRONTDESK_PORT_BASE", "7400"));
  deployment.operator_token = variable("OPERATOR_TOKEN", "");
  deployment.home = variable("FRONTDESK_TEST_HOME", "");
  return deployment;
}

bool eventually(const std::function<bool()>& done, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace frontdesk::test_support
