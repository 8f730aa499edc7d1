#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

// Rows after the same log, read in batches of at most so many records.
class BatchSize : public ReadModels, public ::testing::WithParamInterface<int> {
 protected:
  std::string rows_in_batches_of(std::size_t records_max) {
    ProjectorOptions with_size = options();
    with_size.batch_records_max = records_max;
    start(std::move(with_size));
    await_end_of_log();
    stop();
    std::string rows = dump();
    query("drop schema " + schema_ + " cascade");
    return rows;
  }
};

TEST_P(BatchSize, DoesNotChangeTheRows) {
  given(some_days(static_cast<std::uint64_t>(GetParam()), 600));
  const std::string one_by_one = rows_in_batches_of(1);
  EXPECT_EQ(rows_in_batches_of(7), one_by_one);
  EXPECT_EQ(rows_in_batches_of(500), one_by_one);
}

TEST_P(BatchSize, DoesNotChangeWhichEventsAreDeadLetters) {
  auto events = some_days(static_cast<std::uint64_t>(GetParam()), 200);
  events.insert(events.begin() + 20, token_issued(77, "token-of-no-queue", 1, 5));
  events.insert(events.begin() + 60, token_issued(77, "token-behind-it", 2, 6));
  events.insert(events.begin() + 90, queue_opened(0));
  given(events);
  const std::string one_by_one = rows_in_batches_of(1);
  EXPECT_NE(one_by_one.find("behind a dead letter"), std::string::npos);
  EXPECT_EQ(rows_in_batches_of(500), one_by_one);
}

INSTANTIATE_TEST_SUITE_P(Seeds, BatchSize, ::testing::Range(1, 31));

}  // namespace
}  // namespace frontdesk::projectors
