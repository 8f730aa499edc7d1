#include "schemas/api/answers.hpp"

#include <gtest/gtest.h>

#include "schemas/api/clinics/manners.hpp"

namespace frontdesk::api {
namespace {

using wire::Input;

constexpr BodyRule in_parts_too{.multipart_bytes_max = 1000};

http::Request request_of(const std::string& type, std::string body) {
  http::Request request;
  request.path = "/api/tokens";
  if (!type.empty()) request.headers.emplace_back("content-type", type);
  request.body = std::move(body);
  return request;
}

Input input_of(const http::Request& request, const BodyRule& rule = {}) {
  const auto read = read_body(manners_of(request.path), request, rule);
  if (const auto* refused = std::get_if<http::Response>(&read)) throw std::runtime_error(refused->body);
  return std::get<Input>(read);
}

int status_of(const http::Request& request, const BodyRule& rule = {}) {
  const auto read = read_body(manners_of(request.path), request, rule);
  const auto* refused = std::get_if<http::Response>(&read);
  return refused != nullptr ? refused->status : 0;
}

TEST(Body, IsReadByItsMediaType) {
  EXPECT_EQ(input_of(request_of("application/json; charset=utf-8", R"({"a":"1"})")).member("a").string(), "1");
  EXPECT_EQ(input_of(request_of("Application/JSON", R"({"a":"1"})")).member("a").string(), "1");
  EXPECT_EQ(input_of(request_of("", R"({"a":"1"})")).member("a").string(), "1");
  EXPECT_EQ(input_of(request_of("application/x-www-form-urlencoded", "a=1%202&b=")).member("a").string(), "1 2");
  EXPECT_EQ(input_of(request_of("text/plain", R"({"a":"1"})")).type(), Input::Type::undefined);
  EXPECT_EQ(input_of(request_of("application/json", "")).type(), Input::Type::undefined);
}

TEST(Body, InPartsIsReadOnlyWhereTheRouteAllowsIt) {
  const auto parts = request_of("multipart/form-data; boundary=x",
                                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n");
  EXPECT_EQ(input_of(parts).type(), Input::Type::undefined);
  EXPECT_EQ(input_of(parts, in_parts_too).member("a").string(), "1");
  EXPECT_EQ(status_of(request_of("multipart/form-data; boundary=x", "damaged"), in_parts_too), 400);
}

TEST(Body, InPartsIsRefusedWhenTooLarge) {
  const auto parts = [](std::size_t size) {
    return request_of("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" +
                                                             std::string(size, '1') + "\r\n--x--\r\n");
  };
  EXPECT_EQ(status_of(parts(100), in_parts_too), 0);
  EXPECT_EQ(status_of(parts(1000), in_parts_too), 413);
  EXPECT_EQ(status_of(parts(1000)), 0) << "counts as no body";
}

TEST(Body, IsRefusedWhenTooLarge) {
  const std::string fits(100, ' ');
  EXPECT_EQ(status_of(request_of("application/json", fits + "{}"), {.bytes_max = 102}), 0);
  EXPECT_EQ(status_of(request_of("application/json", fits + " {}"), {.bytes_max = 102}), 413);
}

TEST(Body, IsRefusedWhenDamaged) {
  EXPECT_EQ(status_of(request_of("application/json", "{")), 400);
  EXPECT_EQ(status_of(request_of("application/x-www-form-urlencoded", "a=%ff")), 400);
}

// A form that cannot be read is answered in the whole shape of a validation error, as no body at all is.
TEST(Body, OfAFormThatCannotBeReadIsAnsweredWithItsFault) {
  const auto refusal = [](const http::Request& request) {
    return std::get<http::Response>(read_body(clinics::manners, request, in_parts_too)).body;
  };
  const auto whole = clinics::manners.invalid(Part::body, {{"", "Invalid input: expected object, received undefined"}});
  EXPECT_EQ(refusal(request_of("application/x-www-form-urlencoded", "a=%ff")), whole);
  EXPECT_EQ(refusal(request_of("multipart/form-data; boundary=x", "damaged")), whole);
  EXPECT_EQ(refusal(request_of("multipart/form-data", "damaged")), whole);
}

// What a browser sends for an empty file field.
TEST(Body, HasNoFileWhereNoneWasChosen) {
  const auto parts = [](const std::string& filename, const std::string& content) {
    return request_of("multipart/form-data; boundary=x",
                      "--x\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"" + filename +
                          "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content +
                          "\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n");
  };
  const auto input = input_of(parts("", ""), in_parts_too);
  EXPECT_EQ(input.member_names(), std::vector<std::string>{"a"});
  EXPECT_EQ(status_of(parts("", "x"), in_parts_too), 400);
  EXPECT_EQ(status_of(parts("x.png", ""), in_parts_too), 400);
}

TEST(Body, IsRefusedWhenEncoded) {
  const auto refused = [](const std::string& path, const std::vector<std::string>& codings) {
    auto request = request_of("application/json", "{}");
    request.path = path;
    for (const auto& coding : codings) request.headers.emplace_back("content-encoding", coding);
    return status_of(request);
  };
  for (const auto* coding : {"gzip", "br", "identity, gzip", "GZIP", "unknown", "gzip;q=1"}) {
    EXPECT_EQ(refused("/api/tokens", {coding}), 400) << coding;
    EXPECT_EQ(refused("/api/v1/tickets", {coding}), 415) << coding;
  }
  EXPECT_EQ(refused("/api/tokens", {"identity", "gzip"}), 400);
  for (const auto* coding : {"identity", "Identity", "", "identity, identity", " identity ,"})
    EXPECT_EQ(refused("/api/tokens", {coding}), 0) << coding;
}

TEST(Bearer, HasExactlyOneForm) {
  const auto bearer = [](const std::string& header) {
    http::Request request;
    request.headers.emplace_back("authorization", header);
    return std::string(bearer_of(request));
  };
  EXPECT_EQ(bearer("Bearer a.b.c"), "a.b.c");
  for (const auto* header : {"", "Bearer", "Bearer ", "bearer a", "Basic a", "a.b.c", "Bearer a b", " Bearer a"}) {
    EXPECT_EQ(bearer(header), "") << header;
  }
}

TEST(Refusal, OfAPathThatNobodyCouldReadIsStillUtf8) {
  EXPECT_EQ(refusal_answer(400, "/a\xfe/b").body,
            R"({"success":false,"error":"Bad request","message":"Bad request","path":"/a"})");
  EXPECT_EQ(refusal_answer(400, "/api/tokens/%zz\xff").body,
            R"({"success":false,"message":"Bad request","errors":null,"meta":null})");
  EXPECT_EQ(refusal_answer(400, "/api/tokens%00").body, refusal_answer(400, "/api/tokens").body);
  EXPECT_EQ(refusal_answer(400, "/%61pi/tokens/x").body, refusal_answer(400, "/api/tokens").body);
}

TEST(Refusal, SaysWhatWasWrong) {
  EXPECT_EQ(refusal_answer(408, "/doctors").body, R"({"status":"failed","message":"Request timeout"})");
  EXPECT_EQ(refusal_answer(431, "/doctors").body, R"({"status":"failed","message":"Request header fields too large"})");
  EXPECT_EQ(refusal_answer(500, "/doctors").body,
            R"({"status":"failed","message":"Something went wrong. Please try again later."})");
}

}  // namespace
}  // namespace frontdesk::api
