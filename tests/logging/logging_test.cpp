#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <sstream>

#include "platform/logging/line.hpp"

namespace frontdesk::logging {
namespace {

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str(), text.size());
  return document;
}

TEST(LogLine, IsOneJsonObjectInAFixedOrder) {
  EXPECT_EQ(
      line(Instant{0}, "info", "command-api", "ready", {{"port", "3000"}}),
      R"({"time":"1970-01-01T00:00:00.000Z","level":"info","service":"command-api","message":"ready","port":"3000"})");
}

TEST(LogLine, StaysOneLineOfValidJsonWhateverIsLogged) {
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  for (const std::string& evil :
       {all_bytes, std::string("\",\"level\":\"error\n{"), std::string("\xED\xA0\x80"), std::string("\xC0\xAF"),
        std::string("\xF4\x90\x80\x80"), std::string("\xE2\x82"), std::string("\xF0\x9F\x98\x80 €")}) {
    const std::string text = line(Instant{0}, "info", "s", evil, {{evil, evil}});
    EXPECT_EQ(text.find('\n'), std::string::npos);
    const auto document = parsed(text);
    ASSERT_FALSE(document.HasParseError()) << text;
    EXPECT_EQ(document.MemberCount(), 5U);
    EXPECT_STREQ(document["level"].GetString(), "info");
  }
}

TEST(LogLine, KeepsWhatIsValid) {
  const std::string message = "naïve \"€\" \xF0\x9F\x98\x80 \\ \t \x01";
  const auto document = parsed(line(Instant{0}, "info", "s", message, {}));
  EXPECT_EQ(document["message"].GetString(), message);
}

// What a program that runs `body` and exits writes to stderr.
template <typename Body>
std::string stderr_of(Body body) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    body();
    std::exit(0);
  }
  ::close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return text;
}

TEST(Log, WritesEverythingFromTheLevelOnBeforeTheProgramEnds) {
  const std::string text = stderr_of([] {
    start("query-api", "warn");
    debug("quiet");
    info("quiet");
    warn("first", {{"a", "1"}});
    error("second");
  });
  std::istringstream lines(text);
  std::string first;
  std::string second;
  std::string more;
  ASSERT_TRUE(std::getline(lines, first) && std::getline(lines, second)) << text;
  EXPECT_FALSE(std::getline(lines, more)) << text;
  const auto document = parsed(first);
  ASSERT_FALSE(document.HasParseError()) << text;
  EXPECT_STREQ(document["service"].GetString(), "query-api");
  EXPECT_STREQ(document["level"].GetString(), "warn");
  EXPECT_STREQ(document["a"].GetString(), "1");
  EXPECT_STREQ(parsed(second)["message"].GetString(), "second");
}

TEST(Log, DoesNotWaitForAReaderOfStderrThatHasStopped) {
  int ends[2];
  int report[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::pipe(report), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::alarm(20);
    const std::string filler(1000, 'x');
    for (int i = 0; i < 20000; ++i) info(filler);  // 20 MB: more than pipe and queue hold
    [[maybe_unused]] const ssize_t told = ::write(report[1], "!", 1);
    ::pause();  // ending here would wait for stderr (ThreadSanitizer flushes it even in _exit)
  }
  ::close(ends[1]);
  ::close(report[1]);
  char done = 0;
  EXPECT_EQ(::read(report[0], &done, 1), 1) << "the program was still logging after 20 s";
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  ::close(report[0]);
}

TEST(Log, RefusesAnUnknownLevel) { EXPECT_THROW(start("x", "loud"), std::invalid_argument); }

}  // namespace
}  // namespace frontdesk::logging
