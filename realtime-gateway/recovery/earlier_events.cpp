#include "realtime-gateway/recovery/earlier_events.hpp"

#include <algorithm>
#include <utility>

#include "platform/logging/log.hpp"
#include "platform/units/records.hpp"
#include "schemas/event_types.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr std::size_t slice_records = 200;  // about a millisecond

}  // namespace

EarlierEvents::EarlierEvents(Executor& loop, PushesOf pushes_of, Limits limits, const UnitHistory& history,
                             std::int64_t from)
    : loop_(loop),
      pushes_of_(std::move(pushes_of)),
      limits_(limits),
      from_(from),
      before_(history.begin()),
      chain_(history.chain()) {}

void EarlierEvents::read(event_log::EventLog& log, const event_log::UnitId& unit, Done done) {
  done_ = std::move(done);
  const auto weak = weak_from_this();
  if (before_ - from_ > limits_.records_max) {
    return loop_.post([weak] {
      if (const auto self = weak.lock()) self->finish(Outcome::too_much);
    });
  }
  tail_ = log.read_from(
      unit, from_,
      [weak](std::vector<event_log::Record> records) {
        if (const auto self = weak.lock()) self->take(std::move(records));
      },
      [weak](event_log::TailError, const std::string& detail) {
        logging::warn("earlier events cannot be read", {{"reason", detail}});
        if (const auto self = weak.lock()) self->finish(Outcome::unavailable);
      });
  loop_.after(limits_.patience, [weak] {
    if (const auto self = weak.lock()) self->finish(Outcome::unavailable);
  });
}

void EarlierEvents::take(std::vector<event_log::Record> records) {
  const bool whole = !records.empty() && records.back().offset >= before_ - 1;
  for (auto& record : records) {
    if (record.offset >= before_) break;
    bytes_ += record.key.size() + record.value.size();
    records_.push_back(std::move(record));
  }
  if (bytes_ > limits_.bytes_max) return finish(Outcome::too_much);
  if (!whole) return;
  loop_.post([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->tail_.reset();
    self->judge_some();
  });
}

void EarlierEvents::judge_some() {
  if (!done_) return;
  for (std::size_t i = 0; i < slice_records && !records_.empty(); ++i) {
    judge(records_.back());
    records_.pop_back();
  }
  if (records_.empty()) return finish(Outcome::read);
  loop_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->judge_some();
  });
}

void EarlierEvents::judge(const event_log::Record& record) {
  using Verdict = units::BackwardAcceptance::Verdict;
  const auto verdict = chain_.judge(record);
  if (verdict == Verdict::not_accepted) return;
  if (record.header(units::header::type) == units::record_type::command_answered) return;
  if (verdict == Verdict::accepted_instead && !events_.empty()) events_.pop_back();
  const units::EventView event = units::event_of(record);
  ToldEvent told{record.offset, event.time, {}};
  try {
    told.pushes = pushes_of_(event.type, event.schema_version, event.payload);
  } catch (const events::Malformed& malformed) {
    // Nobody was told of it when it was new, either.
    logging::debug("an earlier event is not told", {{"error", malformed.what()}});
  }
  events_.push_back(std::move(told));
}

// Posted: a tail must not be destroyed from within its own callback, and whoever is told lets go of this.
void EarlierEvents::finish(Outcome outcome) {
  if (!done_) return;
  loop_.post([self = shared_from_this(), outcome, done = std::exchange(done_, nullptr)] {
    std::reverse(self->events_.begin(), self->events_.end());
    done({outcome, std::move(self->events_), std::move(self->chain_)});
  });
}

}  // namespace frontdesk::realtime_gateway
