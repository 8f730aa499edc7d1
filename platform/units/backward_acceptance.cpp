#include "platform/units/backward_acceptance.hpp"

#include <utility>

namespace frontdesk::units {

BackwardAcceptance::BackwardAcceptance(const Position& known)
    : expected_(chain_hash(known)), term_hash_(known.term_hash) {}

BackwardAcceptance::Verdict BackwardAcceptance::judge(const event_log::Record& record) {
  std::string hash = record_hash(record.key, record.value, record.headers);
  if (record.header(header::type) == record_type::term_started) {
    // The last one before an accepted record is its term's; those before that one began terms without records.
    if (term_hash_.empty()) term_hash_ = std::move(hash);
    return Verdict::not_accepted;
  }
  if (hash == accepted_hash_) return Verdict::accepted_instead;
  Position before;
  before.last_hash = hash;
  before.term_hash = term_hash_;
  if (chain_hash(before) != expected_) return Verdict::not_accepted;
  expected_ = record.header(header::previous_hash);
  term_hash_.clear();
  accepted_hash_ = std::move(hash);
  return Verdict::accepted;
}

}  // namespace frontdesk::units
