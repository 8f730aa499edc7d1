// The generator's bodies straight at the parsers, under the sanitizers: what they let through is what the rest of the
// program takes for granted.
#include <gtest/gtest.h>

#include <functional>

#include "platform/http/body.hpp"
#include "platform/http/target.hpp"
#include "schemas/wire/input.hpp"
#include "tests/fuzz/bodies.hpp"
#include "tests/fuzz/targets.hpp"

namespace frontdesk::fuzz {
namespace {

constexpr std::uint64_t rounds = 4000;
const Scene example_scene{.ids = {"6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50"},
                          .patient_id = "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f51",
                          .patient_token = "h.p.s",
                          .staff_token = "h.t.s",
                          .admin_token = "h.a.s",
                          .refresh_token = "abc"};

void for_bodies(const std::function<void(const Body&)>& check) {
  for (std::uint64_t i = 0; i < rounds; ++i) {
    SCOPED_TRACE("seed 1, stream " + std::to_string(i));
    Random random(1, i);
    check(make_body(random, random.pick(routes(Door::command_api)), example_scene));
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(Parsers, GiveTextsOfPartsThatAreUtf8) {
  std::size_t accepted = 0;
  for_bodies([&](const Body& body) {
    const auto fields = http::parse_multipart(body.content_type, body.bytes);
    accepted += fields ? 1 : 0;
    for (const auto& field : fields.value_or(std::vector<http::FormField>{})) {
      EXPECT_TRUE(http::is_utf8(field.name) && field.name.find('\0') == std::string::npos);
      EXPECT_TRUE(http::is_utf8(field.value) || field.filename);
    }
  });
  EXPECT_GT(accepted, rounds / 50);
}

TEST(Parsers, GiveFormFieldsThatAreUtf8) {
  std::size_t accepted = 0;
  for_bodies([&](const Body& body) {
    if (body.content_type != "application/x-www-form-urlencoded") return;
    const auto fields = http::parse_urlencoded(body.bytes);
    accepted += fields ? 1 : 0;
    for (const auto& [name, value] : fields.value_or(std::vector<std::pair<std::string, std::string>>{}))
      EXPECT_TRUE(http::is_utf8(name) && http::is_utf8(value));
  });
  EXPECT_GT(accepted, rounds / 50);
}

void expect_utf8(const wire::Input& input) {
  EXPECT_TRUE(http::is_utf8(input.string().value_or("")));
  for (const auto& name : input.member_names()) {
    EXPECT_TRUE(http::is_utf8(name));
    expect_utf8(input.member(name));
  }
}

TEST(Parsers, GiveJsonWhoseTextsAreUtf8HoweverDeepItIs) {
  std::size_t accepted = 0;
  for_bodies([&](const Body& body) {
    const auto input = wire::Input::from_json(body.bytes);
    accepted += input ? 1 : 0;
    // The walk is recursive, the parser is not.
    if (input && body.bytes.size() < 20'000) expect_utf8(*input);
  });
  EXPECT_GT(accepted, rounds / 5);
}

TEST(Parsers, GivePathsAndQueriesThatAreUtf8) {
  std::size_t accepted = 0;
  for (std::uint64_t i = 0; i < rounds; ++i) {
    Random random(1, i);
    const auto target = make_target(random, random.pick(routes(Door::edge)), example_scene);
    http::Request request;
    request.method = "GET";
    if (!http::read_target(target.text, request)) continue;
    ++accepted;
    EXPECT_TRUE(http::is_utf8(request.path)) << target.text;
    EXPECT_EQ(request.path.find('\0'), std::string::npos);
    for (const auto& segment : request.segments) EXPECT_TRUE(segment != "." && segment != "..") << target.text;
    for (const auto& [name, value] : request.query) EXPECT_TRUE(http::is_utf8(name) && http::is_utf8(value));
  }
  EXPECT_GT(accepted, rounds / 2);
}

}  // namespace
}  // namespace frontdesk::fuzz
