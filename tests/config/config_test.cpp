#include "platform/config/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace frontdesk::config {
namespace {

Environment with(const std::string& value) { return Environment({{"NAME", value}}); }

std::string complaint_about(const std::function<void(Environment&)>& read, const std::string& value) {
  Environment environment = with(value);
  try {
    read(environment);
  } catch (const Invalid& invalid) {
    return invalid.what();
  }
  return "accepted " + value;
}

TEST(Environment, ReadsTheProcess) {
  ::setenv("FRONTDESK_CONFIG_TEST", "a=b", 1);
  EXPECT_EQ(Environment().text("FRONTDESK_CONFIG_TEST", ""), "a=b");
}

TEST(Environment, TakesTheFallbackForAnAbsentOrEmptyVariable) {
  EXPECT_EQ(with("").text("NAME", "x"), "x");
  EXPECT_EQ(with("y").text("OTHER", "x"), "x");
  EXPECT_EQ(with("y").text("NAME", "x"), "y");
}

TEST(Environment, NamesTheRequiredVariableThatIsMissing) {
  EXPECT_EQ(complaint_about([](Environment& e) { e.required("NAME"); }, ""), "NAME is not set");
}

TEST(Environment, BoundsNumbers) {
  EXPECT_EQ(with(" 5 ").number("NAME", 1, 0, 5), 5);
  EXPECT_EQ(with("").number("NAME", 1, 0, 5), 1);
  for (const char* bad : {"6", "-1", "5x", "x", "1e1", "99999999999999999999"}) {
    EXPECT_EQ(complaint_about([](Environment& e) { e.number("NAME", 1, 0, 5); }, bad),
              "NAME must be a whole number from 0 to 5");
  }
}

TEST(Environment, KnowsPorts) {
  EXPECT_EQ(with("65535").port("NAME", 1), 65535);
  EXPECT_THROW(with("65536").port("NAME", 1), Invalid);
  EXPECT_THROW(with("0").port("NAME", 1), Invalid);
}

TEST(Environment, KnowsOnAndOff) {
  for (const char* on : {"on", "true", "1"}) EXPECT_TRUE(with(on).on("NAME", false));
  for (const char* off : {"off", "false", "0"}) EXPECT_FALSE(with(off).on("NAME", true));
  EXPECT_TRUE(with("").on("NAME", true));
  EXPECT_EQ(complaint_about([](Environment& e) { e.on("NAME", true); }, "maybe"), "NAME must be on or off");
}

TEST(Environment, SplitsLists) {
  EXPECT_EQ(with(" a, b ,,c ").list("NAME", ""), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(with("").list("NAME", "3000,5000"), (std::vector<std::string>{"3000", "5000"}));
  EXPECT_TRUE(with("").list("NAME", "").empty());
}

TEST(Environment, ReadsDurations) {
  struct Row {
    const char* text;
    std::int64_t seconds;
  };
  for (const Row& row : {Row{"900", 900}, Row{"5s", 5}, Row{"15m", 900}, Row{"1h", 3600}, Row{"7d", 604800}}) {
    EXPECT_EQ(with(row.text).duration_seconds("NAME", "1"), row.seconds) << row.text;
  }
  for (const char* bad : {"h", "0", "-5s", "5 s", "1w", "1.5h", "99999999999999d"}) {
    EXPECT_EQ(complaint_about([](Environment& e) { e.duration_seconds("NAME", "1h"); }, bad),
              "NAME must be a duration such as 900, 5s, 15m, 1h or 7d");
  }
}

TEST(Environment, TakesPemAsTextOrAsAFile) {
  const std::string pem = "-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----\n";
  EXPECT_EQ(with(pem).pem("NAME"), pem);
  EXPECT_EQ(with("-----BEGIN PUBLIC KEY-----\\nabc\\n-----END PUBLIC KEY-----\\n").pem("NAME"), pem);
  EXPECT_EQ(with("").pem("NAME"), "");

  const auto path = std::filesystem::temp_directory_path() / ("frontdesk-config-" + std::to_string(::getpid()));
  std::ofstream(path) << pem;
  EXPECT_EQ(with(path.string()).pem("NAME"), pem);
  std::ofstream(path) << "nothing";
  EXPECT_THROW(with(path.string()).pem("NAME"), Invalid);
  std::filesystem::remove(path);
  EXPECT_EQ(complaint_about([](Environment& e) { e.pem("NAME"); }, path.string()),
            "NAME is neither PEM text nor a readable file");
}

TEST(Environment, IsProductionByEitherName) {
  using Variables = std::map<std::string, std::string>;
  EXPECT_FALSE(Environment(Variables{}).production());
  EXPECT_TRUE(Environment(Variables{{"FRONTDESK_PROFILE", "production"}}).production());
  EXPECT_TRUE(Environment(Variables{{"NODE_ENV", "production"}}).production());
  EXPECT_FALSE(Environment(Variables{{"NODE_ENV", "development"}}).production());
}

TEST(Environment, DescribesWhatWasReadWithoutSecrets) {
  Environment environment({{"DATABASE_URL", "postgresql://me:hunter2@host/db?x=1"},
                           {"REDIS_URL", "unix:///run/redis.sock?password=hunter2&db=1"},
                           {"CACHE_URL", "redis://:hunter2@host"},
                           {"DSN", "host=x password=hunter2 dbname=y"},
                           {"JWT_SECRET", "hunter2"},
                           {"UNREAD", "x"}});
  environment.text("DATABASE_URL", "");
  environment.text("REDIS_URL", "");
  environment.text("CACHE_URL", "");
  environment.text("DSN", "");
  environment.secret("JWT_SECRET");
  environment.secret("ABSENT_SECRET");
  environment.port("PORT", 3000);
  EXPECT_EQ(environment.describe(),
            "ABSENT_SECRET= CACHE_URL=redis://:***@host DATABASE_URL=postgresql://me:***@host/db?x=1 "
            "DSN=host=x password=*** dbname=y JWT_SECRET=*** PORT=3000 "
            "REDIS_URL=unix:///run/redis.sock?password=***&db=1");
}

}  // namespace
}  // namespace frontdesk::config
