#include "realtime-gateway/websocket/plain_frames.hpp"

#include <gtest/gtest.h>

#include "realtime-gateway/websocket/handshake_target.hpp"

namespace frontdesk::realtime_gateway {
namespace {

TEST(PlainFrames, ReadsOneArgument) {
  const auto frame = parse_plain_frame(R"({"event":"join-queue","data":"abc"})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->event.name, "join-queue");
  ASSERT_EQ(frame->event.arguments.size(), 1u);
  EXPECT_EQ(frame->event.arguments[0].kind, Argument::Kind::string);
  EXPECT_EQ(frame->event.arguments[0].text, "abc");
  EXPECT_FALSE(frame->id_json);
}

TEST(PlainFrames, ReadsSeveralArgumentsFromAnArray) {
  const auto frame = parse_plain_frame(R"({"event":"e","data":["a",3,3.0,3.5,null,{"k":[1]},true,-1],"id":{"n":1}})");
  ASSERT_TRUE(frame);
  const auto& arguments = frame->event.arguments;
  ASSERT_EQ(arguments.size(), 8u);
  EXPECT_EQ(arguments[1].whole, 3);
  EXPECT_EQ(arguments[2].whole, 3);
  EXPECT_EQ(arguments[3].kind, Argument::Kind::number);
  EXPECT_FALSE(arguments[3].whole);
  EXPECT_EQ(arguments[4].kind, Argument::Kind::null);
  EXPECT_EQ(arguments[5].text, R"({"k":[1]})");
  EXPECT_EQ(arguments[6].kind, Argument::Kind::boolean);
  EXPECT_EQ(arguments[7].whole, -1);
  EXPECT_EQ(frame->id_json, R"({"n":1})");
}

TEST(PlainFrames, AFrameWithoutDataHasNoArguments) {
  const auto frame = parse_plain_frame(R"({"event":"e","id":null})");
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->event.arguments.empty());
  EXPECT_EQ(frame->id_json, "null");
}

TEST(PlainFrames, RefusesWhatIsNoFrame) {
  const std::string deep = R"({"event":"e","data":)" + std::string(60'000, '[') + std::string(60'000, ']') + '}';
  for (const std::string& text : {std::string(), std::string("x"), std::string("null"), std::string("[]"),
                                  std::string("\"event\""), std::string("{}"), std::string(R"({"event":1})"),
                                  std::string(R"({"event":"e")"), std::string(R"({"event":"e"} x)"),
                                  std::string(R"({"event":"\ud800"})"), std::string(R"({"event":"e","id":"\udc00"})"),
                                  std::string("{\"event\":\"e\"}\0\\", 15), deep, std::string(60'000, '[')}) {
    EXPECT_FALSE(parse_plain_frame(text)) << text.substr(0, 40);
  }
  EXPECT_TRUE(parse_plain_frame(R"({"event":"e","data":")" + std::string(200, '[') + R"(\""})"));
}

TEST(PlainFrames, HugeNumbersAreNotWhole) {
  const auto frame = parse_plain_frame(R"({"event":"e","data":[1e300,18446744073709551615,-0.0]})");
  ASSERT_TRUE(frame);
  EXPECT_FALSE(frame->event.arguments[0].whole);
  EXPECT_FALSE(frame->event.arguments[1].whole);
  EXPECT_EQ(frame->event.arguments[2].whole, 0);
}

TEST(PlainFrames, FramesByLength) {
  EXPECT_EQ(websocket_text_message("hi"), std::string("\x81\x02hi"));
  const std::string medium = websocket_text_message(std::string(200, 'x'));
  EXPECT_EQ(medium.substr(0, 4), std::string("\x81\x7e\x00\xc8", 4));
  const std::string large = websocket_text_message(std::string(70'000, 'x'));
  EXPECT_EQ(large.substr(0, 10), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70", 10));
  EXPECT_EQ(large.size(), 70'010u);
}

TEST(PlainFrames, PrintsEventsAndAcknowledgements) {
  EXPECT_EQ(*plain_framing().frame("queue:empty", R"("No")"),
            websocket_text_message(R"({"event":"queue:empty","data":"No"})"));
  EXPECT_EQ(*plain_acknowledgement("7", ack_success()), websocket_text_message(R"({"id":7,"data":{"success":true}})"));
  EXPECT_EQ(ack_failure("a \"b\""), R"({"success":false,"error":"a \"b\""})");
}

TEST(HandshakeTarget, FindsTheTokenInTheQuery) {
  EXPECT_EQ(parse_handshake_target("/?token=a.b.c").token, "a.b.c");
  EXPECT_EQ(parse_handshake_target("/?x=1&token=a%2Eb&token=c").token, "a.b");
  EXPECT_EQ(parse_handshake_target("/?token=%zz%").token, "%zz%");
  EXPECT_EQ(parse_handshake_target("/?token=").token, "");
  EXPECT_FALSE(parse_handshake_target("/?xtoken=a").token);
  EXPECT_FALSE(parse_handshake_target("/").token);
  EXPECT_EQ(parse_handshake_target("/metrics?token=a").path, "/metrics");
}

TEST(HandshakeTarget, TrustsTheNearestProxyOnly) {
  EXPECT_EQ(last_forwarded("1.1.1.1, 2.2.2.2"), "2.2.2.2");
  EXPECT_EQ(last_forwarded(" 2.2.2.2 "), "2.2.2.2");
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
