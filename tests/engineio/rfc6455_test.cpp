// RFC 6455 at the plain echo: opcodes, fragments, masks, UTF-8, close codes, lengths.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/echo_gateway/raw_websocket.hpp"
#include "tests/support/echo_gateway/running_gateway.hpp"

namespace frontdesk::echo_gateway {
namespace {

using namespace std::chrono_literals;

RawFrame part(int opcode, std::string payload, bool final) {
  return {.opcode = opcode, .payload = std::move(payload), .final = final};
}
RawFrame ping(std::string payload) { return {.opcode = 9, .payload = std::move(payload)}; }
RawFrame pong(std::string payload) { return {.opcode = 10, .payload = std::move(payload)}; }

// What the client sends, what it gets, and the code of the close frame that ends it; 0: still open.
struct Row {
  std::string name;
  std::vector<RawFrame> sent;
  std::vector<RawFrame> received;
  int close = 0;
};

class Rfc6455 : public ::testing::TestWithParam<Row> {
 public:
  static void SetUpTestSuite() { gateway = std::make_unique<RunningGateway>(); }
  static void TearDownTestSuite() { gateway.reset(); }
  static std::unique_ptr<RunningGateway> gateway;
};
std::unique_ptr<RunningGateway> Rfc6455::gateway;

TEST_P(Rfc6455, Holds) {
  const Row& row = GetParam();
  RawWebSocket client(gateway->plain_port(), "/");
  for (const RawFrame& frame : row.sent) client.send(frame);
  for (const RawFrame& expected : row.received) {
    const auto frame = client.receive();
    ASSERT_TRUE(frame) << "nothing came";
    EXPECT_EQ(*frame, expected);
    EXPECT_FALSE(frame->masked);
    EXPECT_EQ(frame->reserved_bits, 0);
  }
  if (row.close != 0) {
    const auto frame = client.receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->opcode, 8);
    const bool coded = frame->payload.size() >= 2;
    EXPECT_EQ(coded ? static_cast<unsigned char>(frame->payload[0]) << 8 | static_cast<unsigned char>(frame->payload[1])
                    : 1005,
              row.close);
    EXPECT_FALSE(client.receive()) << "after a close frame comes nothing";
    EXPECT_TRUE(client.ended());
  } else {
    client.send("still open");
    EXPECT_EQ(client.next(), "still open");
  }
}

std::vector<Row> lengths() {
  std::vector<Row> rows;
  for (const std::size_t size : {0U, 1U, 125U, 126U, 127U, 128U, 65535U, 65536U, 1000000U}) {
    rows.push_back({"text of " + std::to_string(size), {text(std::string(size, '*'))}, {text(std::string(size, '*'))}});
    rows.push_back(
        {"bytes of " + std::to_string(size), {binary(std::string(size, '\xfe'))}, {binary(std::string(size, '\xfe'))}});
  }
  return rows;
}

std::vector<Row> fragments() {
  return {
      {"two fragments", {part(1, "one ", false), part(0, "two", true)}, {text("one two")}},
      {"empty fragments", {part(1, "", false), part(0, "", false), part(0, "", true)}, {text("")}},
      {"binary fragments", {part(2, "\x01", false), part(0, "\x02", true)}, {binary("\x01\x02")}},
      {"ping between fragments",
       {part(1, "one ", false), ping("p"), part(0, "two", true)},
       {pong("p"), text("one two")}},
      {"pong between fragments", {part(1, "one ", false), pong("p"), part(0, "two", true)}, {text("one two")}},
      {"close between fragments", {part(1, "one ", false), close_frame(1000)}, {}, 1000},
      {"continuation of nothing", {part(0, "x", true)}, {}, 1002},
      {"open continuation of nothing", {part(0, "x", false)}, {}, 1002},
      {"text within fragments", {part(1, "one", false), text("two")}, {}, 1002},
      {"binary within fragments", {part(1, "one", false), binary("two")}, {}, 1002},
      {"character across fragments", {part(1, "\xe2\x82", false), part(0, "\xac", true)}, {text("\xe2\x82\xac")}},
      {"many fragments",
       [] {
         std::vector<RawFrame> parts{part(1, "x", false)};
         for (int i = 0; i < 500; ++i) parts.push_back(part(0, "x", false));
         parts.push_back(part(0, "x", true));
         return parts;
       }(),
       {text(std::string(502, 'x'))}},
  };
}

std::vector<Row> controls() {
  return {
      {"ping", {ping("")}, {pong("")}},
      {"ping with payload", {ping("hello")}, {pong("hello")}},
      {"ping with bytes", {ping("\xff\xfe")}, {pong("\xff\xfe")}},
      {"ping of 125", {ping(std::string(125, 'p'))}, {pong(std::string(125, 'p'))}},
      {"ping of 126", {ping(std::string(126, 'p'))}, {}, 1002},
      {"unasked pong", {pong("hello")}, {}},
      {"fragmented ping", {part(9, "p", false)}, {}, 1002},
      {"fragmented close", {part(8, "", false)}, {}, 1002},
      {"ten pings", std::vector<RawFrame>(10, ping("p")), std::vector<RawFrame>(10, pong("p"))},
  };
}

std::vector<Row> opcodes() {
  std::vector<Row> rows;
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    rows.push_back({"opcode " + std::to_string(opcode), {part(opcode, "x", true)}, {}, 1002});
    rows.push_back(
        {"opcode after text " + std::to_string(opcode), {text("t"), part(opcode, "", true)}, {text("t")}, 1002});
  }
  for (int bits = 1; bits < 8; ++bits) {
    RawFrame marked = text("x");
    marked.reserved_bits = bits;
    rows.push_back({"reserved bits " + std::to_string(bits), {marked}, {}, 1002});
    RawFrame control = ping("x");
    control.reserved_bits = bits;
    rows.push_back({"reserved bits of a ping " + std::to_string(bits), {control}, {}, 1002});
  }
  RawFrame bare = text("x");
  bare.masked = false;
  rows.push_back({"unmasked text", {bare}, {}, 1002});
  RawFrame bare_ping = ping("x");
  bare_ping.masked = false;
  rows.push_back({"unmasked ping", {bare_ping}, {}, 1002});
  return rows;
}

std::vector<Row> encodings() {
  std::vector<Row> rows;
  const std::vector<std::string> valid = {"\x7f",
                                          "\xc2\x80",
                                          "\xdf\xbf",
                                          "\xe0\xa0\x80",
                                          "\xed\x9f\xbf",
                                          "\xee\x80\x80",
                                          "\xef\xbf\xbd",
                                          "\xef\xbf\xbf",
                                          "\xf0\x90\x80\x80",
                                          "\xf4\x8f\xbf\xbf",
                                          "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"};
  for (std::size_t i = 0; i < valid.size(); ++i) {
    rows.push_back({"valid text " + std::to_string(i), {text(valid[i])}, {text(valid[i])}});
    std::vector<RawFrame> bytes;
    for (std::size_t k = 0; k < valid[i].size(); ++k) {
      bytes.push_back(part(k == 0 ? 1 : 0, valid[i].substr(k, 1), k + 1 == valid[i].size()));
    }
    rows.push_back({"valid text byte by byte " + std::to_string(i), bytes, {text(valid[i])}});
  }
  const std::vector<std::string> invalid = {"\x80",
                                            "\xbf",
                                            "\xc0\xaf",
                                            "\xc1\xbf",
                                            "\xe0\x80\xaf",
                                            "\xe0\x9f\xbf",
                                            "\xed\xa0\x80",
                                            "\xed\xbf\xbf",
                                            "\xf0\x80\x80\xaf",
                                            "\xf0\x8f\xbf\xbf",
                                            "\xf4\x90\x80\x80",
                                            "\xf8\x88\x80\x80",
                                            "\xfe",
                                            "\xff",
                                            "\xc2",
                                            "\xe2\x82",
                                            "\xf0\x90\x80",
                                            "ok\xce\xba\xed\xa0\x80ok"};
  for (std::size_t i = 0; i < invalid.size(); ++i) {
    rows.push_back({"invalid text " + std::to_string(i), {text(invalid[i])}, {}, 1007});
    rows.push_back({"the same as bytes " + std::to_string(i), {binary(invalid[i])}, {binary(invalid[i])}});
  }
  rows.push_back({"invalid in the second fragment", {part(1, "ok", false), part(0, "\xff", true)}, {}, 1007});
  return rows;
}

std::vector<Row> closes() {
  std::vector<Row> rows;
  rows.push_back({"close without code", {{.opcode = 8, .payload = ""}}, {}, 1000});
  rows.push_back({"close with one byte", {{.opcode = 8, .payload = "\x03"}}, {}, 1002});
  rows.push_back({"close with a reason", {close_frame(1000, "bye")}, {}, 1000});
  rows.push_back({"close with the longest reason", {close_frame(1000, std::string(123, 'r'))}, {}, 1000});
  rows.push_back({"close with too long a reason", {close_frame(1000, std::string(124, 'r'))}, {}, 1002});
  rows.push_back({"close with a broken reason", {close_frame(1000, "\xff")}, {}, 1002});
  rows.push_back({"text after close", {close_frame(1000), text("x")}, {}, 1000});
  rows.push_back({"ping after close", {close_frame(1000), ping("x")}, {}, 1000});
  for (const int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
    rows.push_back({"close code " + std::to_string(code), {close_frame(code)}, {}, code});
  }
  for (const int code : {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}) {
    rows.push_back({"forbidden close code " + std::to_string(code), {close_frame(code)}, {}, 1002});
  }
  return rows;
}

std::string name_of(const ::testing::TestParamInfo<Row>& row) {
  std::string name = row.param.name;
  for (char& character : name) {
    if (!std::isalnum(static_cast<unsigned char>(character))) character = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Lengths, Rfc6455, ::testing::ValuesIn(lengths()), name_of);
INSTANTIATE_TEST_SUITE_P(Fragments, Rfc6455, ::testing::ValuesIn(fragments()), name_of);
INSTANTIATE_TEST_SUITE_P(Controls, Rfc6455, ::testing::ValuesIn(controls()), name_of);
INSTANTIATE_TEST_SUITE_P(Opcodes, Rfc6455, ::testing::ValuesIn(opcodes()), name_of);
INSTANTIATE_TEST_SUITE_P(Encodings, Rfc6455, ::testing::ValuesIn(encodings()), name_of);
INSTANTIATE_TEST_SUITE_P(Closes, Rfc6455, ::testing::ValuesIn(closes()), name_of);

TEST(Rfc6455Stream, MayComeByteByByte) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.plain_port(), "/");
  for (const char byte : wire_form(text("slowly")) + wire_form(ping("p"))) client.send_bytes({&byte, 1});
  EXPECT_EQ(client.receive(), text("slowly"));
  EXPECT_EQ(client.receive(), pong("p"));
}

TEST(Rfc6455Stream, MayComeAllAtOnce) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.plain_port(), "/");
  std::string bytes;
  for (int i = 0; i < 2000; ++i) bytes += wire_form(text("n" + std::to_string(i)));
  client.send_bytes(bytes);
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(client.next(), "n" + std::to_string(i));
}

TEST(Rfc6455Stream, ThatEndsWithoutACloseFrameEndsTheConnection) {
  const RunningGateway gateway;
  RawWebSocket client(gateway.plain_port(), "/");
  client.shut_down();
  EXPECT_EQ(client.close_code(), 0);
}

TEST(Rfc6455Stream, OfAMessageOverTheLimitIsClosedWith1009) {
  const RunningGateway gateway;
  RawWebSocket fits(gateway.port(), websocket("/engine.io/"));
  fits.next();
  fits.send('4' + std::string(999'999, 'x'));
  EXPECT_EQ(fits.next().size(), 1'000'000U);
  RawWebSocket client(gateway.port(), websocket("/engine.io/"));
  client.next();
  client.send('4' + std::string(1'000'000, 'x'));
  EXPECT_EQ(client.close_code(), 1009);
  RawWebSocket pieces(gateway.port(), websocket("/engine.io/"));
  pieces.next();
  pieces.send(part(1, '4' + std::string(600'000, 'x'), false));
  pieces.send(part(0, std::string(600'000, 'x'), false));
  EXPECT_EQ(pieces.close_code(), 1009);
}

}  // namespace
}  // namespace frontdesk::echo_gateway
