#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::http {

struct ClientResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::string body;
  std::string_view header(std::string_view lower_case_name) const;
};

// Keep-alive HTTP/1.1 client over one connection, blocking; not thread-safe. Throws
// std::runtime_error on a broken connection or timeout (it reconnects on the next call).
class Client {
 public:
  Client(std::string host, std::uint16_t port, std::chrono::milliseconds timeout = std::chrono::seconds(30));
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ClientResponse send(const std::string& method, const std::string& target,
                      const std::vector<std::pair<std::string, std::string>>& headers = {},
                      const std::string& body = {});

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::http
