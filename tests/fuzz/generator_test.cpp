// The generator is pure, and the judge finds fault: without the first a failure cannot be made again, without the
// second the fuzzer passes whatever comes.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include <set>

#include "schemas/api/families.hpp"
#include "tests/fuzz/answers.hpp"
#include "tests/fuzz/requests.hpp"
#include "tests/fuzz/routes.hpp"

namespace frontdesk::fuzz {
namespace {

const Scene scene{.ids = {"6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50"},
                  .patient_id = "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f51",
                  .patient_token = "h.p.s",
                  .staff_token = "h.t.s",
                  .admin_token = "h.a.s",
                  .refresh_token = "abc"};

TEST(Generator, MakesTheSameBytesForTheSameSeedAndIndex) {
  std::set<std::string> seen;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const auto bytes = make_exchange(7, i, Door::edge, scene).bytes();
    EXPECT_EQ(make_exchange(7, i, Door::edge, scene).bytes(), bytes);
    EXPECT_FALSE(bytes.empty());
    seen.insert(bytes);
  }
  EXPECT_GT(seen.size(), 290U);
  EXPECT_NE(make_exchange(8, 1, Door::edge, scene).bytes(), make_exchange(7, 1, Door::edge, scene).bytes());
}

TEST(Generator, MakesSoundAndBrokenRequestsOfAllKinds) {
  int due = 0, sockets = 0, chunked = 0, multipart = 0;
  constexpr int count = 4000;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto exchange = make_exchange(1, i, Door::edge, scene);
    const auto bytes = exchange.bytes();
    due += exchange.answers_due > 0 ? 1 : 0;
    sockets += bytes.find("Sec-WebSocket-Key") != std::string::npos ? 1 : 0;
    chunked += bytes.find("Transfer-Encoding") != std::string::npos ? 1 : 0;
    multipart += bytes.find("multipart/form-data; boundary") != std::string::npos ? 1 : 0;
  }
  EXPECT_GT(due, count / 2);
  EXPECT_LT(due, count * 9 / 10);
  EXPECT_GT(sockets, count / 20);
  EXPECT_GT(chunked, count / 100);
  EXPECT_GT(multipart, count / 30);
}

bool fits(std::string value, const api::Schema& schema) {
  const std::string id = R"("$id")";
  if (const auto at = value.find(id); at != std::string::npos) value.replace(at, id.size(), '"' + scene.ids[0] + '"');
  std::string named;
  for (const auto& [name, json] : schema.named) named += (named.empty() ? "\"" : ",\"") + name + "\":" + json;
  rapidjson::Document whole, sample;
  whole.Parse((R"({"components":{"schemas":{)" + named + R"(}},"allOf":[)" + schema.json + "]}").c_str());
  sample.Parse(value.c_str());
  const rapidjson::SchemaDocument compiled(whole);
  rapidjson::SchemaValidator validator(compiled);
  return !whole.HasParseError() && !sample.HasParseError() && sample.Accept(validator);
}

// Else most requests would end at their first field.
TEST(Generator, HasASampleThatFitsForEachFieldOfTheTables) {
  std::size_t fields = 0;
  for (const auto* family : api::families()) {
    for (const auto& route : family->routes) {
      for (const auto* part : {&route.path, &route.query, &route.body}) {
        for (const auto& field : *part) {
          ++fields;
          EXPECT_TRUE(fits(sample_of(field), field.schema))
              << route.name() << ' ' << field.name << ' ' << sample_of(field);
        }
      }
    }
  }
  EXPECT_GT(fields, 50U);
}

TEST(Generator, SendsEverySocketEventWithArgumentsThatFit) {
  for (const auto* family : api::families()) {
    for (const auto& route : family->routes) {
      if (route.socket.event.empty()) continue;
      const auto sent = std::find_if(sent_events().begin(), sent_events().end(),
                                     [&](const auto& event) { return event.name == route.socket.event; });
      ASSERT_NE(sent, sent_events().end()) << route.name();
      ASSERT_EQ(sent->arguments.size(), route.socket.arguments.size()) << route.name();
      std::string arguments;
      for (std::size_t i = 0; i < sent->arguments.size(); ++i) {
        const auto& value = sent->arguments[i] == R"("$id")" ? '"' + scene.ids[0] + '"' : sent->arguments[i];
        arguments += (i == 0 ? "\"" : ",\"") + std::string(route.socket.arguments[i].field) + "\":" + value;
      }
      EXPECT_EQ(route.fault_of_arguments(wire::Input::from_json("{" + arguments + "}").value()), "") << arguments;
    }
  }
}

std::string answer(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string judged(std::string bytes, const std::string& path = "/api/tokens", Door door = Door::edge) {
  Exchange exchange;
  exchange.answers_due = 1;
  exchange.path = path;
  const auto reading = take_answer(bytes, false, true);
  if (!reading.fault.empty()) return reading.fault;
  return reading.answer ? fault_of(*reading.answer, exchange, door) : "unfinished";
}

const std::string refusal = R"({"success":false,"message":"Unauthorized","errors":null,"meta":null})";

TEST(Judge, AcceptsWhatTheContractSays) {
  EXPECT_EQ(judged(answer("401 Unauthorized", refusal)), "");
  EXPECT_EQ(judged(answer("200 OK", R"({"success":true,"message":"m","meta":null})")), "");
  EXPECT_EQ(judged(answer("400 Bad Request",
                          R"({"success":false,"message":"m","errors":[{"path":"a","message":"b"}],"meta":null})")),
            "");
  EXPECT_EQ(judged(answer("404 Not Found", R"({"message":"m"})"), "/admin"), "");
  EXPECT_EQ(judged(answer("403 Forbidden", R"({"message":"m"})"), "/admin/assign"), "");
  EXPECT_EQ(judged("HTTP/1.1 100 Continue\r\n\r\n" + answer("401 Unauthorized", refusal)), "");
}

TEST(Judge, FindsFault) {
  for (const char* status : {"500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable",
                             "504 Gateway Timeout", "403 Forbidden", "409 Conflict", "422 Unprocessable Content"})
    EXPECT_NE(judged(answer(status, refusal)), "") << status;
  for (const std::string body : {R"({"message":"m"})", R"({"success":false,"message":"","errors":null,"meta":null})",
                                 "", R"({"success":false,"message":"m","errors":[],"meta":null})", "<html>", "\"\xff\"",
                                 "{", R"({"success":false,"message":"std::bad_alloc","errors":null,"meta":null})"})
    EXPECT_NE(judged(answer("400 Bad Request", body)), "") << body;
  EXPECT_NE(judged("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}"), "") << "no type";
  EXPECT_NE(judged("HTTP/1.0 400 Bad Request\r\n\r\n"), "");
  EXPECT_NE(judged("HTTP/1.1 400 Bad Request\r\nName\r\n\r\n"), "");
  EXPECT_NE(judged("HTTP/1.1 400 Bad Request\r\nContent-Length: x\r\n\r\n"), "");
  EXPECT_NE(judged("HTTP/1.1 200 OK\r\n\r\n{}"), "") << "without an end";
  EXPECT_EQ(judged(answer("401 Unauthorized", refusal).substr(0, 150)), "unfinished");
}

TEST(Judge, ReadsTheServersFrames) {
  EXPECT_EQ(fault_of_frames("\x81\x0d{\"event\":\"e\"}\x8a\x01p\x88\x02\x03\xe8"), "");
  EXPECT_EQ(fault_of_frames("\x81\x7e"), "") << "cut off";
  EXPECT_NE(fault_of_frames("\x81\x8d{\"event\":\"e\"}"), "") << "masked";
  EXPECT_NE(fault_of_frames("\x01\x0d{\"event\":\"e\"}"), "") << "in parts";
  EXPECT_NE(fault_of_frames("\x81\x02{}"), "");
  EXPECT_NE(fault_of_frames("\x81\x02{x"), "");
  EXPECT_NE(fault_of_frames("\x81\x0c{\"id\":\"\xed\xb0\x80\"}"), "") << "not UTF-8";
  EXPECT_NE(fault_of_frames("\x88\x02\x03\xe8\x81\x02{}"), "") << "after the close frame";
}

}  // namespace
}  // namespace frontdesk::fuzz
