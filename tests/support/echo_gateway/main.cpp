// echo_gateway PORT: the protocol libraries alone, for suites and clients. RECOVERY_MS in the environment: how long a
// lost connection can come back to its state; nothing or 0: not at all. A plain WebSocket echo is on PORT + 1.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <charconv>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string_view>

#include "tests/support/echo_gateway/echo_gateway.hpp"

namespace {

template <class Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

int main(int count, char** arguments) {
  frontdesk::echo_gateway::Settings settings;
  long recovery_ms = 0;
  const char* const recovery = std::getenv("RECOVERY_MS");
  if (count != 2 || !read_number(arguments[1], settings.port) || settings.port == 0 || settings.port == 65535 ||
      (recovery && *recovery && !read_number(recovery, recovery_ms))) {
    std::cerr << "usage: [RECOVERY_MS=<milliseconds>] echo_gateway PORT\n";
    return 2;
  }
  settings.plain_port = static_cast<std::uint16_t>(settings.port + 1);
  settings.recovery_window = std::chrono::milliseconds(recovery_ms);
  try {
    boost::asio::io_context loop{1};
    const frontdesk::echo_gateway::EchoGateway gateway(loop, settings);
    boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
    signals.async_wait([&loop](const boost::system::error_code&, int) { loop.stop(); });
    loop.run();
  } catch (const std::exception& error) {
    std::cerr << "echo_gateway: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
