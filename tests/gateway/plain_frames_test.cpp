#include "realtime-gateway/transports/plain_frames.hpp"

#include <gtest/gtest.h>

#include "realtime-gateway/transports/handshake_fields.hpp"
#include "realtime-gateway/web/frame.hpp"
#include "realtime-gateway/web/query.hpp"

namespace frontdesk::realtime_gateway {
namespace {

std::string framed_text(std::string_view payload) { return *web::framed(web::FrameKind::text, payload); }

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

TEST(PlainFrames, AnIdKeepsItsBytes) {
  for (const std::string id :
       {"0.38169100565053204", "123456789012345678901234567890", "9007199254740993", "-0", "-0.0", "1.0", "1E+2",
        "1e-7", R"("\u0041\/\n\ud83d\ude00 \"")", R"("ä😀")", R"({ "b" : [1.50, {"a":1,"a":2}],"a":"x" })", "[ ]",
        "[1 ,2]", "true", "null", R"("")"}) {
    for (const std::string& text : {R"({"event":"e","id":)" + id + '}', R"({"id" : )" + id + R"( , "event":"e"})",
                                    R"({"data":[{"id":7}],"id":)" + id + R"(,"event":"e","more":{"id":8}})"}) {
      const auto frame = parse_plain_frame(text);
      ASSERT_TRUE(frame) << text;
      EXPECT_EQ(frame->id_json, id) << text;
      EXPECT_EQ(frame->bytes, text.size());
    }
  }
}

TEST(PlainFrames, OfMembersOfOneNameTheLastCounts) {
  const auto frame = parse_plain_frame(
      R"({"event":5,"id":{"n":1},"data":["a","b"],"event":"first","data":7,"\u0065vent":"e","data":["c",{"k":1,"k":2}],"id":2})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->event.name, "e");
  EXPECT_EQ(frame->id_json, "2");
  ASSERT_EQ(frame->event.arguments.size(), 2u);
  EXPECT_EQ(frame->event.arguments[0].text, "c");
  EXPECT_EQ(frame->event.arguments[1].text, R"({"k":1,"k":2})") << "for whoever reads it, by the same rule";
  EXPECT_FALSE(parse_plain_frame(R"({"event":"e","event":5})"));
  const auto scalar = parse_plain_frame(R"({"event":"e","data":["a","b"],"data":"c"})");
  ASSERT_TRUE(scalar);
  ASSERT_EQ(scalar->event.arguments.size(), 1u);
  EXPECT_EQ(scalar->event.arguments[0].text, "c");
}

TEST(PlainFrames, OnlyTheFrameItselfHasMembers) {
  EXPECT_FALSE(parse_plain_frame(R"({"data":{"event":"e"}})"));
  EXPECT_FALSE(parse_plain_frame(R"([{"event":"e"}])"));
  const auto frame = parse_plain_frame(R"({"event":"e","data":{"data":["a"],"event":"f","id":1}})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->event.name, "e");
  EXPECT_FALSE(frame->id_json);
  ASSERT_EQ(frame->event.arguments.size(), 1u);
  EXPECT_EQ(frame->event.arguments[0].text, R"({"data":["a"],"event":"f","id":1})");
}

TEST(PlainFrames, WholeNumbersAreWholeHoweverTheyAreWritten) {
  struct Row {
    const char* digits;
    std::optional<std::int64_t> whole;
  };
  const std::int64_t largest = 9007199254740992;
  for (const Row& row : std::vector<Row>{{"3", 3},
                                         {"3.0", 3},
                                         {"3e0", 3},
                                         {"30E-1", 3},
                                         {"0.3e+1", 3},
                                         {"-0", 0},
                                         {"-0.0", 0},
                                         {"3.5", std::nullopt},
                                         {"1e-7", std::nullopt},
                                         {"9007199254740993", largest},
                                         {"18446744073709551615", largest},
                                         {"1e300", largest},
                                         {"-1e300", -largest}}) {
    const auto frame = parse_plain_frame(R"({"event":"e","data":[)" + std::string(row.digits) + "]}");
    ASSERT_TRUE(frame) << row.digits;
    EXPECT_EQ(frame->event.arguments[0].kind, Argument::Kind::number);
    EXPECT_EQ(frame->event.arguments[0].whole, row.whole) << row.digits;
  }
}

TEST(PlainFrames, KeepNoMoreArgumentsThanAnyEventHas) {
  std::string many = "0";
  for (int i = 1; i < 400'000; ++i) many += ",0";
  const auto frame = parse_plain_frame(R"({"event":"e","data":[)" + many + R"(],"id":1})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->event.arguments.size(), 16u);
  EXPECT_EQ(frame->id_json, "1");
}

TEST(PlainFrames, AreTakenUpToADepthOf64) {
  const auto nested = [](std::size_t levels) {
    return R"({"event":"e","id":)" + std::string(levels, '[') + std::string(levels, ']') + '}';
  };
  EXPECT_TRUE(parse_plain_frame(nested(63)));
  EXPECT_FALSE(parse_plain_frame(nested(64)));
}

TEST(PlainFrames, FramesByLength) {
  EXPECT_EQ(framed_text("hi"), std::string("\x81\x02hi"));
  const std::string medium = framed_text(std::string(200, 'x'));
  EXPECT_EQ(medium.substr(0, 4), std::string("\x81\x7e\x00\xc8", 4));
  const std::string large = framed_text(std::string(70'000, 'x'));
  EXPECT_EQ(large.substr(0, 10), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x11\x70", 10));
  EXPECT_EQ(large.size(), 70'010u);
}

TEST(PlainFrames, PrintsEventsAndAcknowledgements) {
  EXPECT_EQ(*plain_framing().frame("queue:empty", R"("No")", {}),
            framed_text(R"({"event":"queue:empty","data":"No"})"));
  EXPECT_EQ(*plain_acknowledgement("7", ack_success()), framed_text(R"({"id":7,"data":{"success":true}})"));
  EXPECT_EQ(ack_failure("a \"b\""), R"({"success":false,"error":"a \"b\""})");
}

TEST(HandshakeQuery, HasTheToken) {
  const auto token = [](std::string_view query) { return web::query_parameter(query, "token"); };
  EXPECT_EQ(token("token=a.b.c"), "a.b.c");
  EXPECT_EQ(token("x=1&token=a%2Eb&token=c"), "a.b");
  EXPECT_EQ(token("token=%zz%"), "%zz%");
  EXPECT_EQ(token("token="), "");
  EXPECT_FALSE(token("xtoken=a"));
  EXPECT_FALSE(token(""));
}

TEST(Subprotocols, TheFirstIsTheOneToEcho) {
  EXPECT_EQ(first_subprotocol(""), "");
  EXPECT_EQ(first_subprotocol("graphql-ws"), "graphql-ws");
  EXPECT_EQ(first_subprotocol(" v2.chat ,\tv1.chat"), "v2.chat");
  EXPECT_EQ(first_subprotocol(",, a,b,"), "a") << "RFC 9110 has recipients ignore empty elements";
  for (const char* malformed : {"a b", "a,b c", "a;q=1", "\"a\"", "a/b", "\xc3\xa4", "a\x01"}) {
    EXPECT_FALSE(first_subprotocol(malformed)) << malformed;
  }
}

TEST(HandshakeTarget, TrustsTheNearestProxyOnly) {
  EXPECT_EQ(last_forwarded("1.1.1.1, 2.2.2.2"), "2.2.2.2");
  EXPECT_EQ(last_forwarded(" 2.2.2.2 "), "2.2.2.2");
}

}  // namespace
}  // namespace frontdesk::realtime_gateway
