#pragma once
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/units/acceptance.hpp"

namespace frontdesk::units {

// The acceptance rule read backwards, for who knows a later position and wants the records before it: each accepted
// record holds the hash of the one accepted before it. Says of each record what accept() said when it was read
// forwards, provided that it is the same log.
class BackwardAcceptance {
 public:
  explicit BackwardAcceptance(const Position& known);
  enum class Verdict {
    not_accepted,
    accepted,
    accepted_instead,  // and the last one that was called accepted is its repetition, which is void
  };
  // Records in descending order, from the one before the known position.
  Verdict judge(const event_log::Record& record);

 private:
  std::string expected_;       // chain_hash at the point that was reached
  std::string term_hash_;      // of the term that began between that point and the accepted record before it
  std::string accepted_hash_;  // of the last one that was accepted
};

}  // namespace frontdesk::units
