// Thousands of requests damaged at random. Set FRONTDESK_SEED to repeat a run.
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <random>

#include "tests/http/served.hpp"

namespace frontdesk::http::tests {
namespace {

std::ptrdiff_t open_descriptors() {
  return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"}, std::filesystem::directory_iterator{});
}

class Damage {
 public:
  explicit Damage(unsigned seed) : random_(seed) {}

  std::string request() {
    auto bytes = sound_request();
    for (auto cuts = below(6); cuts > 0; --cuts) damage(bytes);
    return bytes;
  }

  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_); }

 private:
  std::string sound_request() {
    switch (below(6)) {
      case 0:
        return get("/hello?a=%20b");
      case 1:
        return post("/echo", std::string(below(5000), 'x'));
      case 2:
        return get("/hello") + get("/later?id=1") + post("/echo", "abc");
      case 3:
        return "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
      case 4:
        return "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbody";
      default:
        return get("/hello", "X: " + std::string(below(20000), 'h') + "\r\n");
    }
  }

  void damage(std::string& bytes) {
    static const std::string_view pieces[] = {"\r\n",
                                              "\n",
                                              "\r",
                                              std::string_view{"\0", 1},
                                              ": ",
                                              " ",
                                              "%",
                                              "Content-Length: 7\r\n",
                                              "Transfer-Encoding: chunked\r\n",
                                              "\r\n\r\n",
                                              "HTTP/1.1",
                                              "\xff",
                                              "99999999999999999999"};
    const auto at = below(bytes.size() + 1);
    switch (below(5)) {
      case 0:
        bytes.insert(at, pieces[below(std::size(pieces))]);
        break;
      case 1:
        bytes.erase(at, below(20));
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        if (at < bytes.size()) bytes[at] = static_cast<char>(below(256));
        break;
      default:
        bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(40)));
        break;
    }
    if (bytes.empty()) bytes = "\r";
  }

  std::mt19937 random_;
};

class DamagedRequests : public Served {};

TEST_F(DamagedRequests, LeaveTheServerAliveAndWithoutALeak) {
  start();
  ASSERT_EQ(hello_status(), 200);
  const auto descriptors = open_descriptors();
  const char* given = std::getenv("FRONTDESK_SEED");
  const auto seed = given != nullptr ? static_cast<unsigned>(std::atol(given)) : std::random_device{}();
  SCOPED_TRACE("FRONTDESK_SEED=" + std::to_string(seed));
  Damage damage{seed};
  int answered = 0;
  for (int i = 0; i < 4000; ++i) {
    RawClient client{port()};
    const auto bytes = damage.request();
    const auto cut = damage.below(bytes.size() + 1);
    client.send(std::string_view{bytes}.substr(0, cut));
    client.send(std::string_view{bytes}.substr(cut));
    if (damage.below(4) == 0) {
      const auto answer = client.read_answer(10ms);
      if (!answer.empty()) {
        ASSERT_GE(status_of(answer), 100) << answer;
        ++answered;
      }
    }
    if (damage.below(3) == 0) client.reset();
    if (i % 500 == 0) {
      ASSERT_EQ(hello_status(), 200);
    }
  }
  EXPECT_GT(answered, 300);
  EXPECT_TRUE(becomes_true([this] { return server->connections() == 0 && server->in_flight() == 0; }));
  EXPECT_TRUE(becomes_true([descriptors] { return open_descriptors() <= descriptors; }))
      << open_descriptors() << " instead of " << descriptors;
  for (int i = 0; i < 8; ++i) EXPECT_EQ(hello_status(), 200);
}

}  // namespace
}  // namespace frontdesk::http::tests
