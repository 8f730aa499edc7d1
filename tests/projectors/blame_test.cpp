// What is the event's fault becomes a dead letter at once; what is not, never.
#include <atomic>
#include <new>
#include <random>
#include <stdexcept>

#include "projectors/merging.hpp"
#include "projectors/projections.hpp"
#include "tests/projectors/some_days.hpp"

namespace frontdesk::projectors {
namespace {

// The queues' own projection, which fails as long as it is told to.
struct Fault {
  std::atomic<int> times{0};
  void (*fail)() = nullptr;
  void strike() {
    if (times > 0 && times-- > 0) fail();
  }
};

class Faulty final : public Projection {
 public:
  Faulty(std::unique_ptr<Projection> projection, Fault& projecting, Fault& remembering)
      : projection_(std::move(projection)), projecting_(projecting), remembering_(remembering) {}
  bool knows(std::string_view type) const override { return projection_->knows(type); }
  void project(const EventAt& event) override {
    projecting_.strike();
    projection_->project(event);
  }
  void ask(const EventAt& event) override { projection_->ask(event); }
  Rows& rows() override {
    remembering_.strike();
    return projection_->rows();
  }
  event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const override {
    return projection_->unit_of(topics, id);
  }

 private:
  std::unique_ptr<Projection> projection_;
  Fault& projecting_;
  Fault& remembering_;
};

class Blame : public ReadModels {
 protected:
  void start_faulty() {
    start(options(), [this] {
      Projections faulty;
      for (auto& projection : all_projections()) {
        faulty.push_back(std::make_unique<Faulty>(std::move(projection), projecting, remembering));
      }
      return faulty;
    });
  }
  void expect_all_projected() {
    await_end_of_log();
    EXPECT_EQ(query("select id from token order by id"), (std::vector<std::string>{"t1", "t2"}));
    EXPECT_EQ(value("select count(*) from dead_letter"), "0");
  }
  // An event of queue 1 that no row can hold, then one of queue 2.
  void expect_dead_letter(const std::string& id_json) {
    given({clinic_created(1), queue_opened(1), clinic_created(2), queue_opened(2)});
    on_executor([&] {
      writer_->append("clinic-1", "queue/other", "QueueDeactivated",
                      R"({"queueId":)" + id_json +
                          R"(,"clinicId":"clinic-1","changedBy":"s","changedAt":"2026-11-21T09:30:00.000Z"})");
      writer_->append("clinic-1", "queue/other", "TokenIssued",
                      R"({"queueId":"queue-1","clinicId":"clinic-1","tokenId":)" + id_json +
                          R"(,"patientId":"p","tokenNumber":1,"issuedAt":"2026-11-21T09:30:00.000Z"})");
    });
    given({token_issued(2, "t2", 1, 100)});
    when_projected();
    EXPECT_EQ(query("select id from token"), std::vector<std::string>{"t2"});
    EXPECT_EQ(value("select count(*) from dead_letter"), "2");
  }

  Fault projecting;
  Fault remembering;
};

TEST_F(Blame, IsNotThoughtOfWhenMemoryRunsOut) {
  given({clinic_created(1), queue_opened(1), token_issued(1, "t1", 1, 50), token_issued(1, "t2", 2, 51)});
  remembering.fail = [] { throw std::bad_alloc(); };
  remembering.times = 3;
  start_faulty();
  expect_all_projected();
  EXPECT_EQ(remembering.times, 0);
}

TEST_F(Blame, IsNotThoughtOfWhenTheProjectionItselfIsAtFault) {
  given({clinic_created(1), queue_opened(1), token_issued(1, "t1", 1, 50), token_issued(1, "t2", 2, 51)});
  projecting.fail = [] { throw std::out_of_range("map::at"); };
  projecting.times = 3;
  start_faulty();
  expect_all_projected();
  EXPECT_EQ(projecting.times, 0);
}

TEST_F(Blame, IsGivenToAnEventWhoseIdHoldsWhatNoRowCan) { expect_dead_letter(R"("queue\u0000")"); }

TEST_F(Blame, IsGivenToAnEventWhoseIdIsLongerThanAnIndexTakes) {
  std::mt19937 random(1);
  std::string id;
  while (id.size() < 20'000) id += static_cast<char>('a' + random() % 26);
  expect_dead_letter('"' + id + '"');
}

}  // namespace
}  // namespace frontdesk::projectors
