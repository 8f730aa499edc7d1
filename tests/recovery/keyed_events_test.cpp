// Events that bring an idempotencyKey act once, however often they are sent; each copy is acknowledged once (contracts'
// README, section 9).
#include "tests/recovery/device.hpp"

namespace frontdesk::contract {
namespace {

using namespace std::chrono_literals;

struct KeyedEvents : Sockets {
  std::string called_with(const std::string& key_json, const std::string& more = {}) {
    return "[" + json_text(queue) + more + R"(,{"idempotencyKey":)" + key_json + "}]";
  }
  std::int64_t current_number() { return Json::parse(status())["currentTokenNo"].number(); }
  std::string answer(WebSocketClient& socket, const std::string& id) {
    while (auto text = socket.receive(5s)) {
      if (text->starts_with(R"({"id":)" + id)) return *text;
    }
    return "nothing";
  }
  static std::string success(const std::string& id) { return R"({"id":)" + id + R"(,"data":{"success":true}})"; }
};

TEST_F(KeyedEvents, ActOnceOverAllConnectionsAndTransports) {
  for (const auto* person : {&cast().patient, &cast().other_patient}) take(*person, queue);
  auto plain = plain_client(deployment, cast().admin);
  for (const std::string id : {"1", "2"}) plain.send_event("queue:call_next", called_with(R"("first-call")"), id);
  EXPECT_EQ(answer(plain, "1"), success("1"));
  EXPECT_EQ(answer(plain, "2"), success("2"));
  EXPECT_EQ(current_number(), 1);
  auto over_socketio = socketio_client(deployment, cast().admin);
  over_socketio.send_event("queue:call_next", called_with(R"("first-call")"), "3");
  std::optional<std::string> acknowledged;
  while (!acknowledged || !acknowledged->starts_with(R"({"id":3)")) acknowledged = over_socketio.receive(5s);
  EXPECT_EQ(acknowledged, success("3"));
  EXPECT_EQ(current_number(), 1);
  plain.send_event("queue:call_next", called_with(R"("second-call")", ",1"), "4");
  EXPECT_EQ(answer(plain, "4"), success("4"));
  EXPECT_EQ(current_number(), 2) << "another key is another call; the event's own arguments stand before it";
}

TEST_F(KeyedEvents, SayWhenAKeyWasUsedForSomethingElseOrCannotBeOne) {
  take(cast().patient, queue);
  auto staff = plain_client(deployment, cast().admin);
  staff.send_event("queue:call_next", called_with(R"("k1")", ",0"), "1");
  EXPECT_EQ(answer(staff, "1"), success("1"));
  staff.send_event("queue:call_next", called_with(R"("k1")", ",1"), "2");
  EXPECT_EQ(answer(staff, "2"),
            R"({"id":2,"data":{"success":false,"error":"Idempotency key was used for another request"}})");
  for (const auto& key :
       std::vector<std::string>{"\"\"", "5", "null", "\"\\u0007\"", '"' + std::string(129, 'k') + '"'}) {
    staff.send_event("queue:call_next", called_with(key), "3");
    EXPECT_EQ(answer(staff, "3"), R"({"id":3,"data":{"success":false,"error":"Invalid Idempotency-Key"}})") << key;
  }
  staff.send_event("queue:call_next", "[" + json_text(queue) + ",{}]", "4");
  EXPECT_EQ(answer(staff, "4"), R"({"id":4,"data":{"success":false,"error":"Invalid expected number"}})")
      << "an object without a key is an argument";
}

}  // namespace
}  // namespace frontdesk::contract
