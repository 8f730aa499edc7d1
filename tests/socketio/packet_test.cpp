#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/socketio/assembly.hpp"
#include "realtime-gateway/socketio/json.hpp"
#include "realtime-gateway/socketio/packet.hpp"

namespace frontdesk::socketio {
namespace {

using namespace std::string_literals;

std::string shown(std::string_view text) {
  const auto packet = decode_packet(text);
  if (!packet) return "broken";
  std::string all(1, static_cast<char>(packet->type));
  all += " nsp=" + packet->nsp;
  if (!packet->nsp_query.empty()) all += '?' + packet->nsp_query;
  if (packet->attachments > 0) all += " +" + std::to_string(packet->attachments);
  if (packet->id) all += " id=" + std::to_string(*packet->id);
  if (!packet->name.empty()) all += " name=" + packet->name;
  if (!packet->payload.empty()) all += ' ' + packet->payload;
  return all;
}

TEST(Packet, IsDecoded) {
  const std::pair<std::string, std::string> rows[] = {
      {"0", "0 nsp=/"},
      {"0{\"token\":\"x\"}", "0 nsp=/ {\"token\":\"x\"}"},
      {"0/admin", "0 nsp=/admin"},
      {"0/admin,", "0 nsp=/admin"},
      {"0/admin,{}", "0 nsp=/admin {}"},
      {"0/admin?token=1&x=2,{}", "0 nsp=/admin?token=1&x=2 {}"},
      {"0/?token=1,", "0 nsp=/?token=1"},
      {"1", "1 nsp=/"},
      {"1/admin,", "1 nsp=/admin"},
      {"2[\"foo\"]", "2 nsp=/ name=foo []"},
      {"2[ \"foo\" , 1 ]", "2 nsp=/ name=foo [ 1 ]"},
      {"2[\"foo\",1,\"2\",{\"3\":[true]}]", "2 nsp=/ name=foo [1,\"2\",{\"3\":[true]}]"},
      {"212[\"foo\"]", "2 nsp=/ id=12 name=foo []"},
      {"2/admin,456[\"a,b\",1]", "2 nsp=/admin id=456 name=a,b [1]"},
      {"2[12,1]", "2 nsp=/ name=12 [1]"},
      {"2[\"\"]", "2 nsp=/ []"},
      {"2", "2 nsp=/"},
      {"21", "2 nsp=/ id=1"},
      {"2[\"caf\\u00e9\"]", "2 nsp=/ name=caf\xc3\xa9 []"},
      {"3/admin,13[\"bar\"]", "3 nsp=/admin id=13 [\"bar\"]"},
      {"313[]", "3 nsp=/ id=13 []"},
      {"4{\"message\":\"x\"}", "4 nsp=/ {\"message\":\"x\"}"},
      {"4\"x\"", "4 nsp=/ \"x\""},
      {"51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", "5 nsp=/ +1 name=baz [{\"_placeholder\":true,\"num\":0}]"},
      {"52-/admin,7[\"baz\",{\"num\":1,\"_placeholder\":true},[{\"_placeholder\":true,\"num\":0}]]",
       "5 nsp=/admin +2 id=7 name=baz [{\"num\":1,\"_placeholder\":true},[{\"_placeholder\":true,\"num\":0}]]"},
      {"61-15[{\"_placeholder\":true,\"num\":0}]", "6 nsp=/ +1 id=15 [{\"_placeholder\":true,\"num\":0}]"},
      {"50-[\"none\"]", "5 nsp=/ name=none []"},
      {"2[\"x\",{\"_placeholder\":true,\"num\":9}]", "2 nsp=/ name=x [{\"_placeholder\":true,\"num\":9}]"},
      {"51-[\"x\",{\"_placeholder\":false,\"num\":9}]", "5 nsp=/ +1 name=x [{\"_placeholder\":false,\"num\":9}]"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(shown(text), expected) << text;
}

TEST(Packet, ThatBreaksTheProtocolIsNone) {
  const std::string rows[] = {
      "",
      "7",
      "9[\"x\"]",
      "abc",
      "-",
      " 2[\"x\"]",
      "0[]",
      "0\"x\"",
      "0null",
      "0{",

      "1{}",
      "1[]",
      "4[]",
      "4{",
      "2{}",
      "2[]",
      "2[null]",
      "2[true]",
      "2[[]]",
      "2[{}]",
      "2\"x\"",
      "2[\"x\"",
      "2[\"x\"]]",
      "2[\"x\"]x",
      "2[\"x\",]",
      "2abc[\"x\"]",
      "2-1[\"x\"]",
      "21.5[\"x\"]",
      "299999999999999999999[\"x\"]",
      "2[\"connect\"]",
      "2[\"connect_error\"]",
      "2[\"disconnect\"]",
      "2[\"disconnecting\"]",
      "2[\"newListener\"]",
      "2[\"removeListener\"]",
      "3{}",
      "31\"x\"",
      "5[\"x\"]",
      "51[\"x\"]",
      "5-[\"x\"]",
      "5x-[\"x\"]",
      "5-1-[\"x\"]",
      "565-[\"x\"]",
      "599999999999999999999-[\"x\"]",
      "51",
      "5",
      "51-[\"x\",{\"_placeholder\":true,\"num\":1}]",
      "51-[\"x\",{\"_placeholder\":true,\"num\":-1}]",
      "51-[\"x\",{\"_placeholder\":true,\"num\":0.5}]",
      "51-[\"x\",{\"_placeholder\":true,\"num\":\"0\"}]",
      "51-[\"x\",{\"_placeholder\":true}]",
      "61-[{\"a\":{\"_placeholder\":true,\"num\":7}}]",
      "2[\"\xff\"]",
      "2[\"x\0\"]"s,
      "2[\"x\"]\0"s,
  };
  for (const auto& text : rows) EXPECT_EQ(shown(text), "broken") << text;
}

TEST(Packet, MayNotBeNestedWithoutEnd) {
  const auto nested = [](std::size_t depth) {
    return "2[\"x\"," + std::string(depth, '[') + std::string(depth, ']') + ']';
  };
  EXPECT_NE(shown(nested(63)), "broken");
  EXPECT_EQ(shown(nested(64)), "broken");
  EXPECT_EQ(shown(nested(400'000)), "broken");
  EXPECT_EQ(shown("2" + std::string(900'000, '[')), "broken");
}

std::vector<std::string> payloads(const engineio::Message& message) {
  std::vector<std::string> all;
  for (const auto& frame : message) all.push_back((frame.is_binary() ? "b" : "") + std::string(frame.payload()));
  return all;
}
using Payloads = std::vector<std::string>;

TEST(Message, OfAnEvent) {
  EXPECT_EQ(payloads(event_message({}, "foo")), (Payloads{R"(42["foo"])"}));
  EXPECT_EQ(payloads(event_message({.arguments = "[ ]"}, "foo", "offset")), (Payloads{R"(42["foo","offset"])"}));
  EXPECT_EQ(payloads(event_message({.arguments = R"([1,"2"])"}, "fo\"o\n")), (Payloads{R"(42["fo\"o\n",1,"2"])"}));
  EXPECT_EQ(payloads(event_message({.nsp = "/admin", .id = 12, .arguments = "[1]"}, "foo", "o")),
            (Payloads{R"(42/admin,12["foo",1,"o"])"}));
}

TEST(Message, OfAnEventWithAttachments) {
  const std::vector<std::string> attachments{"\x01", ""};
  const auto message = event_message({.nsp = "/a", .arguments = "[0]", .attachments = &attachments}, "x");
  EXPECT_EQ(payloads(message), (Payloads{R"(452-/a,["x",0])", "b\x01", "b"}));
  EXPECT_EQ(message.front().followers, 2U);
  const std::vector<std::string> none;
  EXPECT_EQ(payloads(event_message({.attachments = &none}, "x")), (Payloads{R"(42["x"])"}));
}

TEST(Message, OfAnAcknowledgement) {
  EXPECT_EQ(payloads(ack_message({.id = 3, .arguments = "[]"})), (Payloads{"433[]"}));
  const std::vector<std::string> attachments{"\x01"};
  EXPECT_EQ(payloads(ack_message({.nsp = "/a", .id = 3, .arguments = "[1]", .attachments = &attachments})),
            (Payloads{"461-/a,3[1]", "b\x01"}));
}

TEST(Message, WrittenIsRead) {
  const std::vector<std::string> attachments{"\x01\x02"};
  const auto message = event_message(
      {.nsp = "/a", .id = 5, .arguments = R"([{"_placeholder":true,"num":0}])", .attachments = &attachments}, "n");
  EXPECT_EQ(shown(message.front().payload().substr(1)), R"(5 nsp=/a +1 id=5 name=n [{"_placeholder":true,"num":0}])");
}

TEST(Assembly, PutsAttachmentsToTheirPacket) {
  Assembly assembly({}, 1000);
  EXPECT_EQ(assembly.add_text(R"(52-["x",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}])"),
            Assembly::Outcome::incomplete);
  EXPECT_EQ(assembly.add_bytes("one"), Assembly::Outcome::incomplete);
  EXPECT_GT(assembly.held_bytes(), 50U);
  EXPECT_EQ(assembly.add_bytes("two"), Assembly::Outcome::whole);
  EXPECT_EQ(assembly.take().attachments, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(assembly.held_bytes(), 0U);
  EXPECT_EQ(assembly.add_text(R"(2["next"])"), Assembly::Outcome::whole);
  EXPECT_EQ(assembly.take().packet.name, "next");
}

TEST(Assembly, IsBrokenByWhatIsNotAnnouncedOrNotThere) {
  Assembly unannounced({}, 1000);
  EXPECT_EQ(unannounced.add_bytes("x"), Assembly::Outcome::broken);
  Assembly missing({}, 1000);
  EXPECT_EQ(missing.add_text(R"(51-["x",{"_placeholder":true,"num":0}])"), Assembly::Outcome::incomplete);
  EXPECT_EQ(missing.add_text(R"(2["x"])"), Assembly::Outcome::broken);
}

TEST(Assembly, HoldsNoMoreThanItMay) {
  Assembly assembly({}, 100);
  EXPECT_EQ(assembly.add_text(R"(52-["x",{"_placeholder":true,"num":0}])"), Assembly::Outcome::incomplete);
  EXPECT_EQ(assembly.add_bytes(std::string(50, 'x')), Assembly::Outcome::incomplete);
  EXPECT_EQ(assembly.add_bytes(std::string(50, 'x')), Assembly::Outcome::broken);
}

TEST(Json, GivesElementsAsTheyStand) {
  using Elements = std::vector<std::string_view>;
  EXPECT_EQ(elements("[]", 9), Elements{});
  EXPECT_EQ(elements(" [ ] ", 9), Elements{});
  EXPECT_EQ(elements(R"([1, "a,]\"" , {"b":[1,2]},[[]],null])", 9),
            (Elements{"1", R"("a,]\"")", R"({"b":[1,2]})", "[[]]", "null"}));
  EXPECT_EQ(elements("[1,2,3]", 2), (Elements{"1", "2"}));
}

TEST(Json, GivesStrings) {
  EXPECT_EQ(string_value(R"("a\u00e9")"), "a\xc3\xa9");
  EXPECT_EQ(string_value("1"), std::nullopt);
  EXPECT_EQ(string_member(R"({"a":"x","b":1})", "a"), "x");
  EXPECT_EQ(string_member(R"({"a":"x","b":1})", "b"), std::nullopt);
  EXPECT_EQ(string_member(R"({"a":"x","b":1})", "c"), std::nullopt);
}

}  // namespace
}  // namespace frontdesk::socketio
