#pragma once
#include <memory>

#include "platform/projected/board.hpp"
#include "platform/projected/projected.hpp"

namespace frontdesk::projected {

// Positions that a test moves by hand, on the test's executor.
class ManualPositions final : public Positions {
 public:
  explicit ManualPositions(Executor& executor) : board_(std::make_shared<Board>(executor)) {}

  void advance(const event_log::UnitId& unit, std::int64_t next_offset) { board_->advance(unit, next_offset); }

  std::int64_t of(const event_log::UnitId& unit) const override { return board_->of(unit); }
  void when(const event_log::UnitId& unit, std::int64_t next_offset, std::chrono::milliseconds patience,
            std::function<void(bool)> done) override {
    board_->when(unit, next_offset, patience, std::move(done));
  }
  void on_advance(std::function<void(const event_log::UnitId&, std::int64_t)> listener) override {
    board_->on_advance(std::move(listener));
  }

 private:
  std::shared_ptr<Board> board_;
};

}  // namespace frontdesk::projected
