#include "tests/edge/deserted_edge.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace frontdesk::edge_tests {
namespace {

namespace fs = std::filesystem;

fs::path configuration_of_the_instance() {
  const char* home = std::getenv("FRONTDESK_HOME");
  if (home == nullptr) throw std::runtime_error("FRONTDESK_HOME is not set: run this through ./frontdesk test");
  return fs::path(home) / "conf";
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// Nobody listens there.
std::uint16_t free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  auto address = loopback(0);
  socklen_t bytes = sizeof address;
  const bool found = ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                     ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &bytes) == 0;
  ::close(probe);
  if (!found) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

bool listens(std::uint16_t port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  const auto address = loopback(port);
  const bool connected = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return connected;
}

// The line as the deserted edge has it. What it includes may stay the instance's own.
std::string deserted(const std::string& line, const fs::path& folder, std::uint16_t port) {
  static const std::string service = "server 127.0.0.1:";
  const auto words = line.substr(std::min(line.find_first_not_of(' '), line.size()));
  if (words.starts_with("pid ")) return "pid " + (folder / "pid").string() + ";";
  if (words.starts_with("listen ")) return "";
  if (words.starts_with("server_name ")) return "listen 127.0.0.1:" + std::to_string(port) + ";";
  const auto at = line.find(service);
  if (at == std::string::npos) return line;
  const auto port_at = at + service.size();
  return line.substr(0, port_at) + std::to_string(free_port()) + line.substr(line.find(' ', port_at));
}

void write_deserted(const fs::path& from, const fs::path& folder, std::uint16_t port) {
  std::ifstream original(from);
  if (!original) throw std::runtime_error("cannot read " + from.string());
  std::ofstream copy(folder / "nginx.conf");
  for (std::string line; std::getline(original, line);) copy << deserted(line, folder, port) << '\n';
}

fs::path new_folder() {
  auto name = (fs::temp_directory_path() / "frontdesk-edge-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  return name;
}

}  // namespace

DesertedEdge::DesertedEdge() : folder_(new_folder()), port_(free_port()) {
  const auto configuration = (folder_ / "nginx.conf").string();
  write_deserted(configuration_of_the_instance() / "edge/nginx.conf", folder_, port_);
  std::string program = "nginx", by_file = "-c", file = configuration;
  char* arguments[] = {program.data(), by_file.data(), file.data(), nullptr};
  if (::posix_spawnp(&nginx_, "nginx", nullptr, nullptr, arguments, environ) != 0)
    throw std::runtime_error("cannot start nginx");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!listens(port_)) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("nginx does not listen");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

DesertedEdge::~DesertedEdge() {
  ::kill(nginx_, SIGTERM);
  ::waitpid(nginx_, nullptr, 0);
  std::error_code ignored;  // what is left lies in the folder for temporary files
  fs::remove_all(folder_, ignored);
}

}  // namespace frontdesk::edge_tests
