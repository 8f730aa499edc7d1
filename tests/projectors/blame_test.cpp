// What is the event's fault becomes a dead letter at once; what is not, never.
#include <atomic>
#include <new>
#include <random>
#include <stdexcept>

#include "projectors/merging.hpp"
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

class FaultyChanges final : public Changes {
 public:
  FaultyChanges(std::unique_ptr<Changes> changes, Fault& applying, Fault& writing)
      : changes_(std::move(changes)), applying_(applying), writing_(writing) {}
  void apply(const EventAt& event) override {
    applying_.strike();
    changes_->apply(event);
  }
  void touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const override { changes_->touched(keys); }
  std::vector<CacheEntry> write(pqxx::transaction_base& transaction) override {
    writing_.strike();
    return changes_->write(transaction);
  }

 private:
  std::unique_ptr<Changes> changes_;
  Fault& applying_;
  Fault& writing_;
};

class Faulty final : public Projection {
 public:
  Faulty(std::unique_ptr<Projection> projection, Fault& applying, Fault& writing)
      : projection_(std::move(projection)), applying_(applying), writing_(writing) {}
  bool knows(std::string_view type) const override { return projection_->knows(type); }
  std::unique_ptr<Changes> begin() const override {
    return std::make_unique<FaultyChanges>(projection_->begin(), applying_, writing_);
  }
  void prepare(pqxx::connection_base& connection) const override { projection_->prepare(connection); }
  std::vector<CacheKind> cache_kinds() const override { return projection_->cache_kinds(); }
  event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const override {
    return projection_->unit_of(topics, id);
  }
  std::vector<CacheEntry> render(pqxx::transaction_base& transaction, const CacheKind& kind,
                                 const std::vector<std::string>& ids) const override {
    return projection_->render(transaction, kind, ids);
  }

 private:
  std::unique_ptr<Projection> projection_;
  Fault& applying_;
  Fault& writing_;
};

class Blame : public ReadModels {
 protected:
  void start_faulty() {
    std::vector<std::unique_ptr<Projection>> faulty;
    for (auto& projection : all_projections()) {
      faulty.push_back(std::make_unique<Faulty>(std::move(projection), applying, writing));
    }
    start(options(), std::move(faulty));
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

  Fault applying;
  Fault writing;
};

TEST_F(Blame, IsNotThoughtOfWhenMemoryRunsOut) {
  given({clinic_created(1), queue_opened(1), token_issued(1, "t1", 1, 50), token_issued(1, "t2", 2, 51)});
  writing.fail = [] { throw std::bad_alloc(); };
  writing.times = 3;
  start_faulty();
  expect_all_projected();
  EXPECT_EQ(writing.times, 0);
}

TEST_F(Blame, IsNotThoughtOfWhenTheProjectionItselfIsAtFault) {
  given({clinic_created(1), queue_opened(1), token_issued(1, "t1", 1, 50), token_issued(1, "t2", 2, 51)});
  applying.fail = [] { throw std::out_of_range("map::at"); };
  applying.times = 3;
  start_faulty();
  expect_all_projected();
  EXPECT_EQ(applying.times, 0);
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
