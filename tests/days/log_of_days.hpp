#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace frontdesk::days {

// What the log says of a clinic's queues, in its order. Times are those of the events.
struct LoggedDays {
  using IdAndTime = std::pair<std::string, std::string>;
  std::vector<std::string> opened;  // local dates; an automatic one bears a star
  std::vector<IdAndTime> ends_due;  // of each opened queue
  std::vector<IdAndTime> ended;
  std::map<std::string, std::string> midnights;  // by date: where it begins and ends
};

// By clinic, straight from Kafka (KAFKA_BROKERS); only records that every reader accepts.
std::map<std::string, LoggedDays> logged_days();

}  // namespace frontdesk::days
