#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeinfo>
#include <variant>

#include "platform/time/instant.hpp"

namespace frontdesk::units {

// An event about to be appended: what a decider decided, encoded.
struct EventDraft {
  std::string context;  // "clinic_queue"
  std::string type;     // "TokenIssued"
  int schema_version = 1;
  std::string key;      // consistency key: the partition's key (a clinic's id, a user's id)
  std::string subject;  // the aggregate: "queue/<id>"
  std::string payload;  // JSON
};

// An accepted event as folds see it. The views live only during the call.
struct EventView {
  std::string_view context;  // empty: the record does not say
  std::string_view type;
  int schema_version = 1;
  std::string_view key;
  std::string_view payload;
  Instant time;
};

// The state of one unit: a fold of its accepted events, of whatever contexts live there. Pure: no log, clock or I/O.
// Used on the unit's executor only.
class Fold {
 public:
  virtual ~Fold() = default;
  // Throws (any std::exception) on an event that does not fit, and then this fold is not to be used any more.
  virtual void apply(const EventView& event) = 0;
  virtual std::unique_ptr<Fold> clone() const = 0;
  // How many events of this aggregate (EventDraft::subject) were applied; 0 for one that is not known.
  virtual std::uint64_t version(std::string_view subject) const = 0;
  // Tick{now}: the next event that has become due by `now` (end of a clinic's day), nullopt when none is.
  virtual std::optional<EventDraft> due(Instant now) const = 0;

  // The state of one of the contexts that live in this unit. Throws std::logic_error when it does not.
  template <class Context>
  const typename Context::State& of() const {
    const void* state = state_of(typeid(Context));
    if (state == nullptr) throw std::logic_error("the unit does not hold the context asked for");
    return *static_cast<const typename Context::State*>(state);
  }

 private:
  // Context::State of the context, null when it does not live here.
  virtual const void* state_of(const std::type_info&) const { return nullptr; }
};

// A refusal is a value with a stable code (`queue_full`); the route's table owns words and status.
struct Refused {
  std::string code;
};
// A success that changes nothing (a repeated command).
struct Nothing {};

// What the command was prepared on has changed meanwhile. It leaves no record, not even under a client's key, and is
// answered `unavailable`: a retry prepares anew.
struct Outdated {};

// The decision itself failed: a fault of the program, not of who asked. It leaves no record either, so a retry under
// the same key is decided anew, by a better program perhaps.
struct Failed {};

using Decided = std::variant<EventDraft, Refused, Nothing, Outdated, Failed>;

}  // namespace frontdesk::units
