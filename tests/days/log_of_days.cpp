#include "tests/days/log_of_days.hpp"

#include "tests/support/json.hpp"
#include "tests/support/log_reader.hpp"

namespace frontdesk::days {

std::map<std::string, LoggedDays> logged_days() {
  constexpr int partitions = 8;
  std::map<std::string, LoggedDays> by_clinic;
  for (const auto& record : test_support::read_accepted("frontdesk.events", partitions)) {
    const auto type = record.header("ce_type");
    if (type != "QueueOpened" && type != "QueueEnded") continue;
    const auto event = test_support::Json::parse(record.value);
    auto& logged = by_clinic[event["clinicId"].text()];
    const auto id = event["queueId"].text();
    if (type == "QueueEnded") {
      logged.ended.emplace_back(id, event["endedAt"].text());
      continue;
    }
    const auto day = event["day"].text();
    logged.opened.push_back(event["automatic"].boolean() ? day + '*' : day);
    logged.ends_due.emplace_back(id, event["dayEndsAt"].text());
    logged.midnights[day] = event["dayStartsAt"].text() + ' ' + event["dayEndsAt"].text();
  }
  return by_clinic;
}

}  // namespace frontdesk::days
