#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/units/confirmed.hpp"
#include "platform/units/owner.hpp"
#include "platform/units/records.hpp"
#include "platform/units/sabotage.hpp"

namespace frontdesk::units {

// Callbacks of the log only note what happened; everything is acted on in work(), one task of the executor at a time.
// So an answer's callback may submit, and may destroy the owner: after each of them `phase_` is looked at again.
//   owner.cpp      the public face, the work loop, timers, draining
//   taking.cpp     confirming, starting a term, reading, dropping
//   deciding.cpp   commands and due events: speculative state, dedupe, append
//   releasing.cpp  answers: order, read-back, end-offset barrier
class Owner::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(event_log::UnitId unit, event_log::EventLog& log, Executor& executor, Assignment& assignment,
       const MakeFold& make_fold, OwnerOptions options, OwnerObserver& observer, const Sabotage& sabotage);

  void take();
  void submit(Command command);
  void drain(std::chrono::milliseconds deadline, std::function<void()> drained);
  void close();
  bool serving() const { return phase_ == Phase::serving; }
  std::size_t pending() const { return submitted_.size() + waiting_.size(); }
  const Position& confirmed_position() const { return confirmed_.position; }

 private:
  enum class Phase {
    idle,        // not assigned
    resting,     // before confirming, after a drop
    confirming,  // asking whether the unit is still ours
    taking,      // TermStarted appended, reading until it comes back
    serving,
    broken,  // the log is not the one we knew, or holds what cannot be folded: for good
    closed,  // the Owner is gone
  };

  using Answered = std::function<void(const Answer&)>;

  struct Submitted {
    Command command;
    std::chrono::milliseconds at;
  };

  // A decided command that is not answered yet; the queue of them is in the order of decision.
  struct Waiting {
    Answered answered;  // empty for what the clock decided
    Outcome outcome = Outcome::accepted;
    std::string refusal;
    std::string command_id;                      // of a repetition
    std::shared_ptr<const Remembered> repeated;  // of a repetition whose first was confirmed before it came
    bool writes = true;                          // has a record of its own, `number`
    std::uint64_t number = 0;                    // else: the last record decided before it
    std::uint64_t sequence = 0;                  // counts decisions without a record, for the end-offset barrier
    std::chrono::milliseconds since{};
  };

  // Everything decided up to `sequence` is current once the log has been read to `end`.
  struct Barrier {
    std::uint64_t sequence;
    std::int64_t end;
  };

  // owner.cpp
  void schedule();
  void work();
  void act();
  void answer_turned_away();
  void watch();
  void check();
  void turn_away_late_commands(std::chrono::milliseconds now);
  void turn_away_submitted();
  void turn_away_waiting();
  void finish_drain();
  bool accepts_commands() const;
  std::chrono::milliseconds check_every() const;

  // taking.cpp
  void rest_then_take();
  void confirm_assignment();
  void begin_term();
  void start_reading();
  void start_serving();
  void read_arrived();
  bool read(const event_log::Record& record);
  bool read_accepted(const event_log::Record& record);
  bool enter_term();
  bool read_void(const event_log::Record& record);
  void drop(const std::string& reason);
  void stop_broken(const std::string& why);
  void let_go();
  void note_start(event_log::AppendOutcome outcome);
  bool start_is_overdue(std::chrono::milliseconds now) const;
  std::chrono::milliseconds backoff();

  // deciding.cpp
  void decide_submitted();
  void decide(Command& command);
  bool answer_repetition(Command& command, Instant now);
  void write_event(EventDraft event, Command& command, Instant now);
  void write_answer(Outcome outcome, std::string refusal, Command& command, Instant now);
  void append(event_log::NewRecord record);
  void wait_for_record(Outcome outcome, std::string refusal, Answered answered);
  void wait_for_barrier(Waiting waiting);
  Envelope envelope(Instant now) const;
  Instant next_instant();
  void tick(std::uint64_t attempt);
  void write_due();
  std::optional<EventDraft> ask_what_is_due(Instant now);

  // releasing.cpp
  void release(const EventView* read_back);
  bool releasable(const Waiting& waiting) const;
  void release_refusals_out_of_order();
  void answer(Waiting waiting, const EventView* read_back);
  void ask_end_offset();
  void note_end_offset(std::optional<std::int64_t> end, std::uint64_t sequence);
  void pass_barriers();
  void note_delivery(event_log::AppendOutcome outcome, std::uint64_t number);

  const event_log::UnitId unit_;
  const std::string unit_name_;
  event_log::EventLog& log_;
  Executor& executor_;
  Assignment& assignment_;
  OwnerObserver& observer_;
  const OwnerOptions options_;
  const Sabotage sabotage_;

  Phase phase_ = Phase::idle;
  std::uint64_t attempt_ = 0;  // counts takings and drops: what belongs to an earlier one is stale
  bool deposed_ = false;
  int failures_ = 0;  // drops in a row
  bool scheduled_ = false;
  bool watching_ = false;

  std::deque<Submitted> submitted_;
  std::vector<Answered> turned_away_;
  bool draining_ = false;
  std::function<void()> drained_;

  // The term at hand
  std::unique_ptr<event_log::Appender> appender_;
  std::unique_ptr<event_log::Tail> tail_;
  std::vector<std::vector<event_log::Record>> arrived_;
  std::optional<std::string> log_error_;
  std::string term_;
  std::uint64_t number_ = 0;   // of the last record written
  std::string next_previous_;  // `prevhash` of the next record
  bool append_unknown_ = false;
  std::chrono::milliseconds progress_at_{};                    // confirming, taking: when something last went on
  std::optional<std::chrono::milliseconds> start_unknown_at_;  // taking: when the fate of TermStarted became unknown
  std::chrono::milliseconds serving_since_{};
  std::int64_t replayed_ = 0;

  Confirmed confirmed_;
  std::unique_ptr<Fold> speculative_;
  Instant last_decided_{};
  std::unordered_map<std::string, std::string> in_flight_;  // command id → fingerprint, of records not read back

  std::deque<Waiting> waiting_;
  std::uint64_t sequence_ = 0;         // of the last decision without a record
  std::uint64_t sequence_number_ = 0;  // number_ when it was decided
  std::uint64_t sequence_asked_ = 0;
  std::uint64_t sequence_proven_ = 0;
  bool asking_end_ = false;
  std::deque<Barrier> barriers_;
  std::uint64_t delivered_ = 0;  // sabotage: answers_at_delivery
};

}  // namespace frontdesk::units
