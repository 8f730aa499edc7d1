#include "tests/simulation/checker.hpp"

#include <map>
#include <utility>

#include "platform/units/acceptance.hpp"
#include "platform/units/records.hpp"

namespace frontdesk::simulation {
namespace {

using units::Outcome;

struct AcceptedEvent {
  std::int64_t offset;
  Micros at;
  std::string payload;
};

// What a keyed command left in the log, and the state in which it stands there.
struct KeyedRecord {
  std::int64_t offset;
  std::shared_ptr<const units::Remembered> answer;
  std::size_t state;  // index of the state before it
};

class Check {
 public:
  Check(const History& history, const Broker& broker) : history_(history) { read(broker); }

  std::vector<std::string> run() {
    for (const auto& attempt : history_.attempts) {
      if (attempt->definitive()) check_answer(*attempt);
    }
    violations_.insert(violations_.end(), history_.violations.begin(), history_.violations.end());
    return std::move(violations_);
  }

 private:
  void violated(const std::string& rule, const Attempt& attempt) {
    violations_.push_back(rule + ": op " + std::to_string(attempt.wish.op) + " of " + attempt.wish.patient +
                          ", called at " + std::to_string(attempt.called.count()) + " us, answered at " +
                          std::to_string(attempt.answered.count()) + " us " + attempt.refusal);
  }

  void read(const Broker& broker) {
    units::Position position;
    states_.emplace_back();
    Instant last_time{};
    for (const auto& [record, at] : broker.log()) {
      const auto verdict = units::accept(position, record);
      if (verdict == units::Verdict::broken_chain)
        violations_.push_back("broken chain at " + std::to_string(record.offset));
      if (verdict != units::Verdict::accepted) continue;
      const auto event = units::event_of(record);
      if (event.time < last_time) violations_.push_back("time runs backwards at " + std::to_string(record.offset));
      last_time = event.time;
      note_key(record, event);
      if (event.type != units::record_type::command_answered) note_event(record, event, at);
    }
    if (!states_.back().nonsense.empty()) violations_.push_back("impossible event: " + states_.back().nonsense);
  }

  void note_key(const event_log::Record& record, const units::EventView& event) {
    auto answer = units::remembered_of(record, event);
    if (!answer) return;
    const std::string id = answer->command_id;
    if (!keyed_.try_emplace(id, KeyedRecord{record.offset, std::move(answer), states_.size() - 1}).second) {
      violations_.push_back("a key left two records: " + id);
    }
  }

  void note_event(const event_log::Record& record, const units::EventView& event, Micros at) {
    Dispenser next = states_.back();
    next.apply(event);
    states_.push_back(std::move(next));
    events_.push_back({record.offset, at, std::string(event.payload)});
    const std::string version = std::to_string(++versions_[std::string(record.header(units::header::subject))]);
    if (record.header(units::header::version) != version) {
      violations_.push_back("version out of sequence at " + std::to_string(record.offset));
    }
    const std::uint64_t op = op_of(event.payload);
    if (op != 0 && !by_op_.try_emplace(op, events_.size() - 1).second) {
      violations_.push_back("applied twice: op " + std::to_string(op));
    }
  }

  void check_answer(const Attempt& attempt) {
    check_state(attempt);
    attempt.key ? check_keyed(attempt) : check_unkeyed(attempt);
  }

  // The state that came with the answer is that of the log up to the offset that came with it.
  void check_state(const Attempt& attempt) {
    std::size_t events = 0;
    while (events < events_.size() && events_[events].offset < attempt.next_offset) ++events;
    const bool same = attempt.confirmed_events == events && attempt.confirmed_digest == states_[events].digest;
    if (!same) violated("another state than the log's", attempt);
  }

  void check_unkeyed(const Attempt& attempt) {
    const auto found = by_op_.find(attempt.wish.op);
    if (attempt.outcome == Outcome::accepted) {
      if (found == by_op_.end()) return violated("acknowledged and lost", attempt);
      const AcceptedEvent& event = events_[found->second];
      if (attempt.payload && *attempt.payload != event.payload) violated("acknowledged with another event", attempt);
      if (event.offset >= attempt.next_offset) violated("acknowledged before it was read back", attempt);
      return;
    }
    if (attempt.outcome == Outcome::key_reused) return violated("a key was called reused where none was", attempt);
    if (found != by_op_.end()) return violated("refused and applied", attempt);
    if (!true_at_some_moment(attempt)) violated("refused although it was never true", attempt);
  }

  // State i held from the arrival of event i-1 to the arrival of event i.
  bool true_at_some_moment(const Attempt& attempt) const {
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (i > 0 && events_[i - 1].at > attempt.answered) break;
      if (i < events_.size() && events_[i].at < attempt.called) continue;
      if (says_so(states_[i], attempt.wish, attempt.outcome, attempt.refusal)) return true;
    }
    return false;
  }

  static bool says_so(const Dispenser& state, const Wish& wish, Outcome outcome, const std::string& refusal) {
    const auto decided = decide(state, wish);
    if (outcome == Outcome::nothing) return std::holds_alternative<units::Nothing>(decided);
    const auto* refused = std::get_if<units::Refused>(&decided);
    return outcome == Outcome::refused && refused != nullptr && refused->code == refusal;
  }

  void check_keyed(const Attempt& attempt) {
    const auto found = keyed_.find(attempt.key->id);
    if (found == keyed_.end()) return violated("acknowledged and lost, with a key", attempt);
    const KeyedRecord& record = found->second;
    if (record.offset >= attempt.next_offset) return violated("acknowledged before it was read back", attempt);
    const units::Remembered& first = *record.answer;
    if (attempt.key->fingerprint != first.fingerprint) {
      if (attempt.outcome != Outcome::key_reused) violated("a key answered for other content", attempt);
      return;
    }
    if (attempt.outcome != first.outcome || attempt.refusal != first.refusal) {
      return violated("a repetition was answered differently", attempt);
    }
    if (attempt.payload && *attempt.payload != first.payload) violated("acknowledged with another event", attempt);
    if (first.outcome == Outcome::accepted) return;
    if (!says_so(states_[record.state], attempt.wish, first.outcome, first.refusal)) {
      violated("refused, with a key, although it was not true", attempt);
    }
  }

  const History& history_;
  std::vector<std::string> violations_;
  std::vector<AcceptedEvent> events_;
  std::vector<Dispenser> states_;  // [i] is the state before events_[i]
  std::map<std::uint64_t, std::size_t> by_op_;
  std::map<std::string, KeyedRecord> keyed_;
  std::map<std::string, std::uint64_t> versions_;
};

}  // namespace

std::vector<std::string> check(const History& history, const Broker& broker) { return Check(history, broker).run(); }

}  // namespace frontdesk::simulation
