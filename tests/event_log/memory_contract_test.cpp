#include "platform/event_log/memory.hpp"
#include "tests/event_log/contract.hpp"

namespace frontdesk::event_log {
namespace {

class MemoryLogUnderTest final : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  Executor& executor() override { return *executor_; }
  UnitId fresh_unit() override { return {"memory", next_partition_++}; }

 private:
  std::unique_ptr<Executor> executor_ = make_thread_executor("test");
  std::shared_ptr<EventLog> log_ = make_memory_log(*executor_);
  int next_partition_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Memory, EventLogContract,
                         testing::Values([] { return std::make_unique<MemoryLogUnderTest>(); }));

}  // namespace
}  // namespace frontdesk::event_log
