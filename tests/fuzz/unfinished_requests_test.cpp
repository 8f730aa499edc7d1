// A client that never finishes its request holds a connection for a bounded time only. The limits are up to 20 seconds,
// so this belongs to the long run.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/fuzz/conversation.hpp"
#include "tests/support/deployment.hpp"

namespace frontdesk::fuzz {
namespace {

TEST(UnfinishedRequests, AreEndedByWhoeverWaitsForThem) {
  const auto deployment = test_support::deployment_from_environment();
  const std::vector<std::uint16_t> ports{deployment.edge_port, deployment.command_api_port(),
                                         deployment.query_api_port(), deployment.gateway_port(),
                                         deployment.projectors_port()};
  const std::vector<std::string> unfinished{
      "G",
      "GET /api/clinic HTTP/1.1\r\nHost: a\r\n",
      "POST /api/tokens HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{",
      "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n",
  };
  std::vector<std::thread> threads;
  for (const auto port : ports) {
    for (const auto& bytes : unfinished) {
      threads.emplace_back([port, &bytes] {
        EXPECT_EQ(fault_in_waiting(bytes, port, std::chrono::seconds(35)), "") << "port " << port << ": " << bytes;
      });
    }
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace frontdesk::fuzz
