#pragma once
#include <memory>
#include <string>

#include "platform/event_log/event_log.hpp"
#include "platform/units/acceptance.hpp"
#include "platform/units/dedupe.hpp"
#include "platform/units/fold.hpp"

namespace frontdesk::units {

// All that the accepted records of a unit amount to, up to `position`.
struct Confirmed {
  Position position;
  std::unique_ptr<Fold> fold;
  Dedupe dedupe;
  Instant last_time{};  // of the last accepted record

  Confirmed(std::unique_ptr<Fold> empty, std::chrono::milliseconds dedupe_window)
      : fold(std::move(empty)), dedupe(dedupe_window) {}

  // Folds a record that was accepted.
  void apply(const event_log::Record& record, const EventView& event);
};

}  // namespace frontdesk::units
