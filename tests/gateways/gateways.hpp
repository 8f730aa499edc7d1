#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/client.hpp"
#include "tests/support/clinic.hpp"
#include "tests/support/socketio_client.hpp"

// Two gateways behind the edge. Which of them has a session, its id says.
namespace frontdesk::gateways {

using namespace std::chrono_literals;
using namespace test_support;

inline std::string auth_of(const Person& person) { return R"({"token":")" + person.access_token + "\"}"; }
inline char gateway_of(const std::string& opening) {
  const auto id = opening.find(R"("sid":")");
  return id == std::string::npos ? '?' : opening[id + 7];
}

// A client of Socket.IO by polling, through the edge.
class PollingClient {
 public:
  explicit PollingClient(const Deployment& deployment)
      : deployment_(deployment), opening_(exchange("GET", "", "").body) {
    id_ = "&sid=" + Json::parse(opening_.substr(1))["sid"].text();
  }
  char gateway() const { return gateway_of(opening_); }
  http::ClientResponse poll() { return exchange("GET", id_, ""); }
  http::ClientResponse post(const std::string& packets) { return exchange("POST", id_, packets); }
  // Polls until a body holds `text`; what came by then.
  std::string await(const std::string& text) {
    std::string heard;
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (heard.find(text) == std::string::npos && std::chrono::steady_clock::now() < until) heard += poll().body;
    return heard;
  }

 private:
  http::ClientResponse exchange(const std::string& method, const std::string& session, const std::string& body) const {
    http::Client http(deployment_.host, deployment_.edge_port);
    return http.send(method, "/socket.io/?EIO=4&transport=polling" + session, {}, body);
  }

  const Deployment& deployment_;
  const std::string opening_;
  std::string id_;
};

struct TwoGateways : testing::Test {
  std::unique_ptr<SocketIoClient> websocket() const {
    return std::make_unique<SocketIoClient>(deployment.websocket_url(""),
                                            SocketIoClient::Options{.auth_json = auth_of(day.staff)});
  }
  // The edge sends each to the gateway that has fewer, so those on the other one stay until the last is found.
  std::vector<std::unique_ptr<SocketIoClient>> websockets_on(char gateway, std::size_t count) const {
    std::vector<std::unique_ptr<SocketIoClient>> found, elsewhere;
    while (found.size() < count) {
      auto client = websocket();
      (gateway_of(client->opening()) == gateway ? found : elsewhere).push_back(std::move(client));
      if (elsewhere.size() > 2 * count + 20) throw std::runtime_error("no session on that gateway");
    }
    return found;
  }
  std::unique_ptr<SocketIoClient> websocket_on(char gateway) const {
    return std::move(websockets_on(gateway, 1).front());
  }
  PollingClient polling_on(char gateway) const {
    for (int i = 0; i < 20; ++i) {
      PollingClient client(deployment);
      if (client.gateway() == gateway) return client;
    }
    throw std::runtime_error("no session on that gateway");
  }
  static std::string await(SocketIoClient& client, const std::string& text) {
    std::string heard;
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (heard.find(text) == std::string::npos && !client.ended() && std::chrono::steady_clock::now() < until) {
      heard += client.receive(100ms).value_or("");
    }
    return heard;
  }
  std::string quoted_queue() const { return '"' + day.queue_id + '"'; }
  void join(PollingClient& client) const {
    client.post("40" + auth_of(day.staff));
    client.await("40{");
    client.post(R"(42["join-queue",)" + quoted_queue() + ']');
    client.await("queue:status_update");
  }
  void join(SocketIoClient& client) const {
    client.send_event("join-queue", quoted_queue());
    await(client, "queue:status_update");
  }
  void take() {
    ASSERT_EQ(day.client.post("/api/tokens", day.take_body(), patient(day.client).access_token).status, 201);
  }

  const Deployment deployment = deployment_from_environment();
  ClinicDay day{deployment};
};

}  // namespace frontdesk::gateways
