#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "platform/redis/redis.hpp"
#include "projectors/read_model.hpp"
#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

using Faults = ReadModels;

TEST_F(Faults, PutsAnEventThatCannotBeDecodedAsideWithThoseBehindIt) {
  given({clinic_created(1), queue_opened(1), clinic_created(2), queue_opened(2)});
  on_executor([&] { writer_->append_undecodable("clinic-1", "queue/queue-1"); });
  given({token_issued(1, "t1", 1, 100), token_issued(2, "t2", 1, 100)});
  when_projected();
  EXPECT_EQ(query("select id from token"), std::vector<std::string>{"t2"});
  EXPECT_EQ(query("select (\"offset\", type, aggregate)::text from dead_letter order by \"offset\""),
            (std::vector<std::string>{"(5,TokenIssued,queue/queue-1)", "(6,TokenIssued,queue/queue-1)"}));
  // Also after a restart.
  stop();
  given({token_issued(1, "t3", 2, 101)});
  when_projected();
  EXPECT_EQ(value("select count(*) from dead_letter"), "3");
}

TEST_F(Faults, PutsAnEventThatDoesNotFitTheRowsAsideAndKeepsTheRestOfItsBatch) {
  given({clinic_created(1), token_issued(1, "t-too-early", 1, 50), clinic_created(2), queue_opened(2),
         user_registered("user-1", 60), token_issued(2, "t2", 1, 100)});
  when_projected();
  EXPECT_EQ(query("select id from clinic order by id"), (std::vector<std::string>{"clinic-1", "clinic-2"}));
  EXPECT_EQ(query("select id from token"), std::vector<std::string>{"t2"});
  EXPECT_EQ(value("select count(*) from account"), "1");
  EXPECT_EQ(value("select error from dead_letter"), "the queue is not there");
  EXPECT_TRUE(comes_true([&] { return cached("queue:queue-2").has_value(); }));
}

TEST_F(Faults, StopsAUnitWhoseLogIsAnotherOneWhileOthersGoOn) {
  given({clinic_created(1), queue_opened(1), user_registered("user-1", 5)});
  when_projected();
  EXPECT_TRUE(comes_true([&] { return projectors_.front()->ready(); }));
  on_executor([&] { writer_->append_broken("clinic-1"); });
  given({user_registered("user-2", 6)});
  EXPECT_TRUE(comes_true([&] { return value("select count(*) from account") == "2"; }));
  EXPECT_TRUE(comes_true([&] { return !projectors_.front()->ready(); }));
  EXPECT_EQ(value("select next_offset from projection_position where next_offset > 0 and topic = 'frontdesk.events'"),
            "3");
}

TEST_F(Faults, StopsAUnitWhosePositionIsBeyondTheLog) {
  given({clinic_created(1)});
  when_projected();
  stop();
  const auto unit = writer_->unit_of("clinic-1");
  query("update projection_position set next_offset = 99, position = '" +
        units::to_text({99, "another", 1, std::string(64, 'a'), ""}) + "' where topic = '" + unit.topic +
        "' and partition = " + std::to_string(unit.partition));
  start(options());
  given({user_registered("user-1", 5)});
  EXPECT_TRUE(comes_true([&] { return value("select count(*) from account") == "1"; }));
  EXPECT_FALSE(projectors_.front()->ready());
}

TEST_F(Faults, TwoProjectorsOfOneUnitCountNothingTwice) {
  start(options());
  start(options());
  const auto events = some_days(11, 600);
  for (std::size_t i = 0; i < events.size(); i += 20) {
    given({events.begin() + static_cast<std::ptrdiff_t>(i),
           events.begin() + static_cast<std::ptrdiff_t>(std::min(i + 20, events.size()))});
  }
  await_end_of_log();
  stop();
  const std::string together = dump();
  query("drop schema " + schema_ + " cascade");
  when_projected();
  EXPECT_EQ(together, dump());
}

TEST_F(Faults, GoesOnWhereItWasWhenPostgresDropsItsConnections) {
  start(options());
  const auto events = some_days(12, 600);
  for (std::size_t i = 0; i < events.size(); i += 20) {
    given({events.begin() + static_cast<std::ptrdiff_t>(i),
           events.begin() + static_cast<std::ptrdiff_t>(std::min(i + 20, events.size()))});
    if (i % 100 == 0) {
      query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = '" + schema_ + "'");
    }
  }
  await_end_of_log();
  stop();
  const std::string interrupted = dump();
  query("drop schema " + schema_ + " cascade");
  when_projected();
  EXPECT_EQ(interrupted, dump());
}

TEST_F(Faults, RefreshesAtStartWhatACrashKeptFromTheCaches) {
  given({clinic_created(1), queue_opened(1)});
  when_projected();
  EXPECT_TRUE(comes_true([&] { return cached("queue:queue-1").has_value(); }));
  stop();
  // A batch whose process dies after the commit: rows and position are there, Redis still has the older entry.
  const auto stale = *cached("queue:queue-1");
  given({token_issued(1, "t1", 1, 100)});
  ProjectorOptions without_redis = options();
  without_redis.redis_url = "redis://127.0.0.1:1";
  start(std::move(without_redis));
  await_end_of_log();
  stop();
  ASSERT_EQ(cached("queue:queue-1"), stale);
  query("update projection_position set cache_ok = true");
  when_projected();
  EXPECT_TRUE(comes_true([&] { return cached("queue:queue-1")->starts_with("4 "); }));
  EXPECT_NE(cached("queue:queue-1")->find(R"("waiting_count":1)"), std::string::npos);
  EXPECT_EQ(value("select count(*) from projection_position where touched <> '{}'"), "0");
}

// A Redis that tests start and stop.
class OwnRedis {
 public:
  explicit OwnRedis(std::string folder) : folder_(std::move(folder)) { std::filesystem::create_directories(folder_); }
  ~OwnRedis() {
    stop();
    std::filesystem::remove_all(folder_);
  }
  std::string url() const { return "unix://" + folder_ + "/socket"; }
  void start() {
    pid_ = fork();
    if (pid_ != 0) return;
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(null, STDOUT_FILENO);
    const std::string socket = folder_ + "/socket";
    execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket.c_str(), "--save", "", "--dir",
           folder_.c_str(), nullptr);
    _exit(127);
  }
  void stop() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  std::string folder_;
  pid_t pid_ = 0;
};

TEST_F(Faults, HasReadersBypassTheCachesWhileRedisIsAwayAndRefreshesThemWhenItIsBack) {
  OwnRedis redis("/tmp/frontdesk-test-" + schema_);
  redis.start();
  ProjectorOptions with_own = options();
  with_own.redis_url = redis.url();
  given({clinic_created(1), queue_opened(1)});
  start(with_own);
  await_end_of_log();
  const std::string all_good = "select bool_and(cache_ok) from projection_position";
  const auto says = [&](const char* answer) { return comes_true([&] { return value(all_good) == answer; }); };
  ASSERT_TRUE(says("t"));
  redis.stop();
  given({token_issued(1, "t1", 1, 100)});
  EXPECT_TRUE(says("f"));
  given({token_issued(1, "t2", 2, 101)});
  await_end_of_log();
  EXPECT_EQ(value("select waiting_count from queue"), "2");
  EXPECT_EQ(value("select touched::text from projection_position where touched <> '{}'"), "{queue:queue-1}");
  redis.start();
  EXPECT_TRUE(says("t"));
  redis::Connection connection(redis.url());
  const std::string entry = connection.command({"GET", prefix_ + "queue:queue-1"}).text;
  EXPECT_TRUE(entry.starts_with("5 ")) << entry;
  EXPECT_NE(entry.find(R"("waiting_count":2)"), std::string::npos) << entry;
}

TEST_F(Faults, RefreshesEveryEntryWhenTooManyWereTouchedToNameThem) {
  given({clinic_created(1), queue_opened(1), user_registered("user-1", 5), session_opened("s1", "user-1", 6)});
  when_projected();
  stop();
  for (const char* key : {"clinic:clinic-1", "queue:queue-1", "account:user-1", "session:s1"}) {
    put_cached(key, "0 stale");
  }
  query("update projection_position set touched = '{*}'");
  start(options());
  // Rows are found by the unit that their id hashes to; of these ids only the clinic's and the user's do.
  for (const char* key : {"clinic:clinic-1", "account:user-1"}) {
    EXPECT_TRUE(comes_true([&] { return !cached(key)->starts_with("0 stale"); })) << key;
  }
}

}  // namespace
}  // namespace frontdesk::projectors
