#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "realtime-gateway/engineio/base64.hpp"
#include "realtime-gateway/engineio/frame.hpp"
#include "realtime-gateway/engineio/ids.hpp"
#include "realtime-gateway/engineio/payload.hpp"
#include "realtime-gateway/engineio/utf16.hpp"
#include "realtime-gateway/web/answer_bytes.hpp"
#include "realtime-gateway/web/query.hpp"

namespace frontdesk::engineio {
namespace {

using namespace std::string_literals;

// Packets as words: `4hello`, or `<bytes>` for binary ones; `!` at the end of a broken body.
std::vector<std::string> read(std::string_view body, PayloadForm form = PayloadForm::separated) {
  PayloadReader reader(body, form);
  std::vector<std::string> packets;
  while (const auto packet = reader.next()) {
    const std::string data(packet->data);
    packets.push_back(packet->binary ? '<' + data + '>' : static_cast<char>(packet->type) + data);
  }
  if (reader.broken()) packets.emplace_back("!");
  return packets;
}

using Packets = std::vector<std::string>;

TEST(Base64, KnowsTheVectorsOfRfc4648) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"},
                                                                    {"\x01\x02\x03\x04", "AQIDBA=="}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(Base64, ReadsWhatHasNoPadding) {
  EXPECT_EQ(from_base64("Zg"), "f");
  EXPECT_EQ(from_base64("Zm8"), "fo");
}

TEST(Base64, ReadsOverLineBreaks) {
  EXPECT_EQ(from_base64("Zm9v\n"), "foo");
  EXPECT_EQ(from_base64("Zm9v\r\nYmE=\n"), "fooba");
  EXPECT_EQ(from_base64("\n"), "");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const auto* text : {"Z", "Zm9vY", "Zm9v!", "Z===", "Zg=", "=", "====", "Zm 9v", "Zg=a", "Zg==Zg==", "Zm9v="}) {
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  }
}

TEST(Base64, GivesBackEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    EXPECT_EQ(from_base64(base64(bytes.substr(0, size))), bytes.substr(0, size));
  }
}

TEST(Payload, IsReadPacketByPacket) {
  EXPECT_EQ(read("4hello"), (Packets{"4hello"}));
  EXPECT_EQ(read("4a\x1e"s + "2\x1e"s + "4b"), (Packets{"4a", "2", "4b"}));
  EXPECT_EQ(read("4hello\x1e"s + "bAQIDBA=="), (Packets{"4hello", "<\x01\x02\x03\x04>"}));
}

TEST(Payload, TakesBase64ThatBeginsWithAFourForBinary) { EXPECT_EQ(read("b4AAA"), (Packets{"<\xe0\x00\x00>"s})); }

TEST(Payload, IsBrokenByWhatIsNoPacket) {
  EXPECT_EQ(read(""), (Packets{"!"}));
  EXPECT_EQ(read("abc"), (Packets{"!"}));
  EXPECT_EQ(read("7"), (Packets{"!"}));
  EXPECT_EQ(read("4a\x1e"s), (Packets{"4a", "!"}));
  EXPECT_EQ(read("4a\x1e"s + "b!!"), (Packets{"4a", "!"}));
}

TEST(Payload, OfTheThirdRevisionCountsCharacters) {
  const auto v3 = PayloadForm::counted;
  EXPECT_EQ(read("6:4hello", v3), (Packets{"4hello"}));
  EXPECT_EQ(read("2:4\xe2\x82\xac"
                 "1:2",
                 v3),
            (Packets{"4\xe2\x82\xac", "2"}))
      << "a euro sign is one";
  EXPECT_EQ(read("3:4\xf0\x9f\x99\x82", v3), (Packets{"4\xf0\x9f\x99\x82"})) << "a smile is two";
  EXPECT_EQ(read("10:b4AQIDBA==", v3), (Packets{"<\x01\x02\x03\x04>"}));
}

TEST(Payload, OfTheThirdRevisionIsBrokenByWrongCounts) {
  const auto v3 = PayloadForm::counted;
  for (const std::string body : {"", "6", "6:", "7:4hello", ":4", "-1:4", "99999999999999999999:4",
                                 "2:4\xf0\x9f\x99\x82", "10:b5AQIDBA==", "x:4", "0:"}) {
    EXPECT_EQ(read(body, v3), (Packets{"!"})) << body;
  }
}

TEST(Payload, OfTheThirdRevisionMayCountBytes) {
  const auto bytes = PayloadForm::counted_bytes;
  EXPECT_EQ(read("\0\6\xff"s + "4hello\1\3\xff\4\1\2"s, bytes), (Packets{"4hello", "<\x01\x02>"}));
  EXPECT_EQ(read("\1\1\0\xff\4"s + "123456789", bytes), (Packets{"<123456789>"}));
  for (const auto& body : {""s, "\0\6\xff"s, "\0\xff"s, "\0\0\xff"s, "\2\1\xff\4"s, "\1\1\xff\5"s, "\0\12\xff"s,
                           "\0\1"s, "\0\x80\xff"s + "4", "\0\1\1\1\1\1\1\1\1\1\1\xff"s}) {
    EXPECT_EQ(read(body, bytes), (Packets{"!"})) << body.size();
  }
}

TEST(Payload, WrittenIsRead) {
  for (const auto revision : {Revision::v3, Revision::v4}) {
    PayloadWriter writer(revision);
    writer.add_text("4caf\xc3\xa9 \xf0\x9f\x99\x82");
    writer.add_binary("\x00\x1e\xff"s);
    writer.add_text("1");
    EXPECT_EQ(writer.packets(), 3U);
    EXPECT_EQ(read(writer.take(), revision == Revision::v3 ? PayloadForm::counted : PayloadForm::separated),
              (Packets{"4caf\xc3\xa9 \xf0\x9f\x99\x82", "<\x00\x1e\xff>"s, "1"}));
  }
}

TEST(Utf16, CutsOnlyBetweenCharacters) {
  const std::string smile = "\xf0\x9f\x99\x82";
  EXPECT_EQ(utf16_units("a\xc3\xa9" + smile), 4U);
  EXPECT_EQ(bytes_of_utf16_units("a" + smile + "b", 1), 1U);
  EXPECT_EQ(bytes_of_utf16_units("a" + smile + "b", 2), std::nullopt);
  EXPECT_EQ(bytes_of_utf16_units("a" + smile + "b", 3), 5U);
  EXPECT_EQ(bytes_of_utf16_units("a" + smile + "b", 4), 6U);
  EXPECT_EQ(bytes_of_utf16_units("a" + smile + "b", 5), std::nullopt);
  EXPECT_EQ(bytes_of_utf16_units("", 0), 0U);
}

TEST(Frame, IsAWholeWebSocketMessageWhateverItsSize) {
  for (const std::size_t size : {0U, 1U, 124U, 125U, 126U, 65534U, 65535U, 65536U, 200000U}) {
    const Frame frame = Frame::text(PacketType::message, std::string(size, 'x'));
    EXPECT_EQ(frame.payload(), '4' + std::string(size, 'x'));
    const std::size_t head = size + 1 < 126 ? 2 : size + 1 <= 65535 ? 4 : 10;
    EXPECT_EQ(frame.websocket()->size(), head + size + 1);
    EXPECT_EQ(Frame::of(frame.websocket()).payload(), frame.payload());
    EXPECT_EQ(static_cast<unsigned char>(frame.websocket()->front()), 0x81);
  }
  EXPECT_EQ(Frame::binary("\x01\x02").payload(), "\x01\x02");
  EXPECT_EQ(Frame::of(Frame::binary("\x01\x02").websocket()).payload(), "\x01\x02");
  EXPECT_TRUE(Frame::of(Frame::binary("\x01\x02").websocket()).is_binary());
  EXPECT_TRUE(Frame::binary("").is_binary());
}

TEST(Query, GivesParametersDecoded) {
  EXPECT_EQ(web::query_parameter("EIO=4&transport=polling", "transport"), "polling");
  EXPECT_EQ(web::query_parameter("a=%41+%2b&a=2", "a"), "A +");
  EXPECT_EQ(web::query_parameter("a&b=", "a"), "");
  EXPECT_EQ(web::query_parameter("a&b=", "b"), "");
  EXPECT_EQ(web::query_parameter("a=%4&b=%zz", "a"), "%4");
  EXPECT_EQ(web::query_parameter("a=%4&b=%zz", "b"), "%zz");
  EXPECT_EQ(web::query_parameter("&&x=1&", "x"), "1");
  EXPECT_EQ(web::query_parameter("", ""), std::nullopt);
  EXPECT_EQ(web::query_parameter("x=1", "y"), std::nullopt);
}

TEST(Answer, SaysHowLongItIs) {
  EXPECT_EQ(
      web::answer_bytes({.status = 200, .content_type = "text/plain", .body = "ok", .headers = {{"A", "b"}}}, {}),
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nA: b\r\nConnection: keep-alive\r\n\r\nok");
  EXPECT_EQ(web::answer_bytes({.status = 204}, {.keep_alive = false}),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(SessionIds, AreNeverTheSame) {
  const auto id = random_id();
  EXPECT_EQ(id.size(), 20U);
  EXPECT_EQ(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(random_id(), id);
}

}  // namespace
}  // namespace frontdesk::engineio
