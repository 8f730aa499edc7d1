#include "platform/redis/wire.hpp"

#include <gtest/gtest.h>

#include "platform/redis/positioned_cache.hpp"

namespace frontdesk::redis {

TEST(RedisUrl, NamesHostPortPasswordAndDatabase) {
  const Address address = parse_url("redis://:p%40ss@cache.internal:6380/3");
  EXPECT_EQ(address.host, "cache.internal");
  EXPECT_EQ(address.port, 6380);
  EXPECT_EQ(address.password, "p@ss");
  EXPECT_EQ(address.database, 3);
}

TEST(RedisUrl, HasTheUsualPortAndDatabase) {
  const Address address = parse_url("redis://localhost");
  EXPECT_EQ(address.host, "localhost");
  EXPECT_EQ(address.port, 6379);
  EXPECT_EQ(address.database, 0);
  EXPECT_TRUE(address.password.empty());
}

TEST(RedisUrl, TakesAnIpv6Address) {
  EXPECT_EQ(parse_url("redis://[::1]:7000").host, "::1");
  EXPECT_EQ(parse_url("redis://[::1]:7000").port, 7000);
  EXPECT_EQ(parse_url("redis://[::1]").port, 6379);
}

TEST(RedisUrl, NamesASocket) {
  const Address address = parse_url("unix:///run/front%20desk/redis.sock?password=a%26b&db=2");
  EXPECT_TRUE(address.host.empty());
  EXPECT_EQ(address.path, "/run/front desk/redis.sock");
  EXPECT_EQ(address.password, "a&b");
  EXPECT_EQ(address.database, 2);
}

TEST(RedisUrl, RefusesOtherFormsWithoutRepeatingThePassword) {
  for (const char* url : {"", "http://host", "redis://", "redis://user:secret@host", "redis://:secret@host:x",
                          "redis://:secret@host:70000", "redis://:secret@host/x", "unix://relative?password=secret",
                          "unix:///path?secret=1"}) {
    try {
      parse_url(url);
      ADD_FAILURE() << "accepted " << url;
    } catch (const std::invalid_argument& refusal) {
      EXPECT_EQ(std::string(refusal.what()).find("secret"), std::string::npos) << refusal.what();
    }
  }
}

TEST(RedisCommand, IsBinarySafe) {
  std::string wire;
  append_command(wire, {"SET", std::string("a\0\r\n", 4), ""});
  EXPECT_EQ(wire, std::string("*3\r\n$3\r\nSET\r\n$4\r\na\0\r\n\r\n$0\r\n\r\n", 29));
}

TEST(CachedText, HasAPositionAndAValue) {
  const std::optional<std::string> stored = "42 {\"a\":1}";
  const auto cached = parse_cached(stored);
  ASSERT_TRUE(cached);
  EXPECT_EQ(cached->position, 42);
  EXPECT_EQ(cached->value, "{\"a\":1}");
}

TEST(CachedText, OfAnotherFormCountsAsAbsent) {
  EXPECT_FALSE(parse_cached(std::nullopt));
  for (const char* text : {"", "42", "x {}", "-1 {}", " 42 {}", "42{}", "99999999999999999999 {}"}) {
    EXPECT_FALSE(parse_cached(text)) << text;
  }
}

}  // namespace frontdesk::redis
