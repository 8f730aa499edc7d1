#include "schemas/api/answers.hpp"

#include "schemas/api/admission.hpp"

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
    return std::string(token_of(manners_of("/api/clinic"), request).token);
  };
  EXPECT_EQ(bearer("Bearer a.b.c"), "a.b.c");
  for (const auto* header : {"", "Bearer", "Bearer ", "bearer a", "Basic a", "a.b.c", "Bearer a b", " Bearer a"}) {
    EXPECT_EQ(bearer(header), "") << header;
  }
}

PresentedToken token_at(const std::string& path, const http::Request& request) {
  return token_of(manners_of(path), request);
}

http::Request with_headers(std::vector<std::pair<std::string, std::string>> headers) {
  http::Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(TokenOfARequest, NeedsNoSchemeUnderDoctorChatAlone) {
  const auto bare = with_headers({{"authorization", "a.b.c"}});
  const auto with_scheme = with_headers({{"authorization", "Bearer a.b.c"}});
  for (const auto* path : {"/chat/search", "/users/conversations", "/doctors/patients/x/messages"}) {
    EXPECT_EQ(token_at(path, bare).token, "a.b.c") << path;
    EXPECT_EQ(token_at(path, with_scheme).token, "a.b.c") << path;
    EXPECT_EQ(token_at(path, with_headers({{"authorization", "Basic YTpi"}})).token, "") << path;
  }
  for (const auto* path : {"/appointments/book", "/api/appointment-chat/messages", "/api/v1/tickets", "/api/clinic"}) {
    EXPECT_EQ(token_at(path, bare).token, "") << path;
    EXPECT_EQ(token_at(path, with_scheme).token, "a.b.c") << path;
  }
}

TEST(TokenOfARequest, ComesInACookieUnderAppointmentChatAlone) {
  const auto cookie = with_headers({{"cookie", "a=b; next-auth.session-token=c.c.c"}});
  EXPECT_EQ(token_at("/api/appointment-chat/messages", cookie).token, "c.c.c");
  EXPECT_TRUE(token_at("/api/appointment-chat/messages", cookie).by_cookie);
  for (const auto* path : {"/appointments/book", "/chat/search", "/api/v1/tickets", "/api/clinic"}) {
    EXPECT_EQ(token_at(path, cookie).token, "") << path;
  }
}

TEST(TokenOfARequest, IsTheFirstThatIsThere) {
  const std::string path = "/api/appointment-chat/messages";
  const std::pair<std::string, std::string> plain{"cookie", "next-auth.session-token=plain"};
  const std::pair<std::string, std::string> secure{"cookie", "__Secure-next-auth.session-token=secure"};
  EXPECT_EQ(token_at(path, with_headers({plain, secure})).token, "secure");
  const auto both_given = with_headers({plain, {"authorization", "Bearer header"}});
  const auto both = token_at(path, both_given);
  EXPECT_EQ(both.token, "header");
  EXPECT_FALSE(both.by_cookie);
  EXPECT_EQ(token_at(path, with_headers({plain, {"authorization", "Basic YTpi"}})).token, "plain");
  for (const auto* nothing : {"next-auth.session-token", "next-auth.session-token=", "xnext-auth.session-token=a", "=a",
                              ";;", "Next-Auth.session-token=a"}) {
    EXPECT_EQ(token_at(path, with_headers({{"cookie", nothing}})).token, "") << nothing;
  }
}

TEST(APageOfAnotherOrigin, MayNotUseTheCookie) {
  const Cors cors({"http://localhost:3000", "https://app.example"});
  const auto refused = [&](std::vector<std::pair<std::string, std::string>> headers, bool cookie = true) {
    headers.emplace_back(cookie ? "cookie" : "authorization",
                         cookie ? "next-auth.session-token=a.b.c" : "Bearer a.b.c");
    auto request = with_headers(std::move(headers));
    request.path = "/api/appointment-chat/messages";
    const auto answer = refuse_foreign_page(cors, manners_of(request.path), request);
    return answer ? std::to_string(answer->status) + " " + answer->body : "";
  };
  const std::string denied = R"(403 {"error":"Access denied"})";
  EXPECT_EQ(refused({{"origin", "http://localhost:3000"}}), "");
  EXPECT_EQ(refused({{"referer", "https://app.example/chat?x=1#y"}}), "");
  EXPECT_EQ(refused({}), denied);
  for (const auto* origin : {"https://evil.example", "null", "", "https://app.example.evil", "https://app.example/"}) {
    EXPECT_EQ(refused({{"origin", origin}}), denied) << origin;
    EXPECT_EQ(refused({{"origin", origin}, {"referer", "https://app.example/"}}), denied) << origin;
  }
  for (const auto* referer : {"https://evil.example/https://app.example", "https://app.example@evil.example/",
                              "https://app.example:444/", "app.example", ""}) {
    EXPECT_EQ(refused({{"referer", referer}}), denied) << referer;
  }
  EXPECT_EQ(refused({{"origin", "https://evil.example"}}, false), "") << "a page cannot send a header of its own";
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
