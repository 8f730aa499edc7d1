#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "platform/units/acceptance.hpp"
#include "platform/units/command.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::units {

// Says which units this instance may take ("the assignment suggests who owns a unit").
class Assignment {
 public:
  virtual ~Assignment() = default;
  // Asks anew whether `unit` is still ours; the answer comes on the executor. A deposed owner asks before it retakes.
  virtual void confirm(const event_log::UnitId& unit, std::function<void(bool still_assigned)> done) = 0;
};

// What an owner does, told to whoever counts and logs it. Called on the executor.
class OwnerObserver {
 public:
  virtual ~OwnerObserver() = default;
  virtual void serving(const event_log::UnitId&, const std::string& /*term*/, std::int64_t /*replayed*/) {}
  virtual void dropped(const event_log::UnitId&, const std::string& /*reason*/) {}
  virtual void void_record(const event_log::UnitId&, std::int64_t /*offset*/) {}
  // For as long as this program runs: a record does not follow, or cannot be folded.
  virtual void broken(const event_log::UnitId&, const std::string& /*why*/) {}
  virtual void due_unknown(const event_log::UnitId&, const std::string& /*why*/) {}
};

struct OwnerOptions {
  std::string source;  // ce_source and the owner's address, e.g. "command-api@127.0.0.1:7401"
  std::chrono::milliseconds read_back_overdue{5000};  // then drop and retake
  std::chrono::milliseconds tick_every{1000};         // 0: no ticks
  std::chrono::milliseconds backoff_min{50};
  std::chrono::milliseconds backoff_max{5000};
  std::size_t pending_max = 4096;  // undecided or unconfirmed commands; more get `unavailable`
  std::chrono::hours dedupe_window{24};
};

// One unit, owned: takes it (TermStarted, replay until it comes back), decides commands on the speculative state,
// appends with term and number, releases each answer in order after read-back, holds refusals back until they are
// proven current, and on anything unknown drops to the confirmed state and takes the unit again. docs/architecture.md,
// "Ownership". Lives on one executor; every member is called there. Destroying it answers everything that waits with
// `unavailable`.
class Owner {
 public:
  using MakeFold = std::function<std::unique_ptr<Fold>()>;
  Owner(event_log::UnitId unit, event_log::EventLog& log, Executor& executor, Assignment& assignment,
        const MakeFold& make_fold, OwnerOptions options, OwnerObserver& observer);
  ~Owner();
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  void take();
  void submit(Command command);
  // No new commands (they get `unavailable`); `drained` is called when none is pending or `deadline` has passed.
  void drain(std::chrono::milliseconds deadline, std::function<void()> drained);

  bool serving() const;
  std::size_t pending() const;
  const Position& confirmed_position() const;

 private:
  friend struct Sabotage;  // tests only
  class Impl;
  explicit Owner(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace frontdesk::units
