#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "tests/support/json.hpp"

namespace frontdesk::test_support {

// The events of one queue, in the order of the log.
class QueueInLog {
 public:
  // `accepted` as read_accepted() gives it.
  QueueInLog(const std::vector<event_log::Record>& accepted, const std::string& queue_id);

  // How often each token was issued, returned, called: by the event's type.
  std::map<std::string, int> tokens(const std::string& type) const;

  struct Call {
    std::int64_t from;  // the number called before it, 0 at first
    std::int64_t number;
    std::string by;
  };
  std::vector<Call> calls() const;

  // What its status must show.
  std::int64_t waiting() const;
  std::int64_t current_number() const;

 private:
  struct Event {
    std::string type;
    Json data;
  };
  std::vector<Event> events_;
};

}  // namespace frontdesk::test_support
