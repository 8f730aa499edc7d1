#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "platform/event_log/event_log.hpp"
#include "platform/executor/executor.hpp"
#include "realtime-gateway/recovery/unit_history.hpp"

namespace frontdesk::realtime_gateway {

// What is told of an event of the log, whoever is there to hear it. Throws events::Malformed.
using PushesOf =
    std::function<std::vector<ToldPush>(std::string_view type, int schema_version, std::string_view payload)>;

// Reads the records of a unit from some offset up to where its history begins, and what was told of them. Bounded in
// records, bytes and time; works in slices, so that the loop goes on meanwhile.
class EarlierEvents : public std::enable_shared_from_this<EarlierEvents> {
 public:
  struct Limits {
    std::int64_t records_max = 20'000;
    std::size_t bytes_max = 16 * 1024 * 1024;
    std::chrono::milliseconds patience{3000};
  };
  enum class Outcome {
    read,
    too_much,
    unavailable,  // the log does not answer, or does not have these records any more
  };
  struct Found {
    Outcome outcome = Outcome::unavailable;
    std::vector<ToldEvent> events;  // ascending
    units::BackwardAcceptance chain;
  };
  using Done = std::function<void(Found)>;

  EarlierEvents(Executor& loop, PushesOf pushes_of, Limits limits, const UnitHistory& history, std::int64_t from);
  // Calls back once.
  void read(event_log::EventLog& log, const event_log::UnitId& unit, Done done);

 private:
  void take(std::vector<event_log::Record> records);
  void judge_some();
  void judge(const event_log::Record& record);
  void finish(Outcome outcome);

  Executor& loop_;
  const PushesOf pushes_of_;
  const Limits limits_;
  const std::int64_t from_;
  const std::int64_t before_;
  units::BackwardAcceptance chain_;
  Done done_;
  std::unique_ptr<event_log::Tail> tail_;
  std::vector<event_log::Record> records_;
  std::size_t bytes_ = 0;
  std::vector<ToldEvent> events_;  // descending
};

}  // namespace frontdesk::realtime_gateway
