#include "tests/faults/queue_in_log.hpp"

namespace frontdesk::test_support {

QueueInLog::QueueInLog(const std::vector<event_log::Record>& accepted, const std::string& queue_id) {
  for (const auto& record : accepted) {
    // Answers that are kept for retries name no subject.
    if (record.header("ce_subject") != "queue/" + queue_id) continue;
    events_.push_back({std::string(record.header("ce_type")), Json::parse(record.value)});
  }
}

std::map<std::string, int> QueueInLog::tokens(const std::string& type) const {
  std::map<std::string, int> counts;
  for (const auto& [event_type, event] : events_) {
    if (event_type != type) continue;
    ++counts[event["tokenId"].text()];
  }
  return counts;
}

std::vector<QueueInLog::Call> QueueInLog::calls() const {
  std::vector<Call> all;
  for (const auto& [type, event] : events_) {
    if (type != "TokenCalled") continue;
    all.push_back({all.empty() ? 0 : all.back().number, event["tokenNumber"].number(), event["calledBy"].text()});
  }
  return all;
}

std::int64_t QueueInLog::waiting() const {
  return static_cast<std::int64_t>(tokens("TokenIssued").size()) -
         static_cast<std::int64_t>(tokens("TokenReturned").size()) -
         static_cast<std::int64_t>(tokens("TokenCalled").size());
}

std::int64_t QueueInLog::current_number() const {
  const auto all = calls();
  return all.empty() ? 0 : all.back().number;
}

}  // namespace frontdesk::test_support
