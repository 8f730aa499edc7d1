#pragma once
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "platform/http/client.hpp"

namespace frontdesk::http {

// Connections to one server for the threads that ask it: at most one for each of them. Thread-safe.
class Clients {
 public:
  Clients(std::string host, std::uint16_t port, std::chrono::milliseconds timeout)
      : host_(std::move(host)), port_(port), timeout_(timeout) {}

  // As Client::send. A connection that failed is not used again.
  ClientResponse send(const std::string& method, const std::string& target,
                      const std::vector<std::pair<std::string, std::string>>& headers, const std::string& body) {
    Client client = take();
    auto response = client.send(method, target, headers, body);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(client));
    return response;
  }

 private:
  Client take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Client(host_, port_, timeout_);
    Client client = std::move(idle_.back());
    idle_.pop_back();
    return client;
  }

  const std::string host_;
  const std::uint16_t port_;
  const std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::vector<Client> idle_;
};

}  // namespace frontdesk::http
