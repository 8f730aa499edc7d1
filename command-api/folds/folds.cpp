#include "command-api/folds/folds.hpp"

#include <unistd.h>

#include <array>
#include <stdexcept>

#include "command-api/folds/unit_fold.hpp"
#include "platform/event_log/partitioning.hpp"

namespace frontdesk::command_api {

namespace {
// The contexts that live in one topic; a new one is one more here.
using EventsFold = UnitFold<clinic_queue::Context, booking::Context>;
using IdentityFold = UnitFold<identity::Context>;

std::string random_uuid() {
  std::array<std::uint64_t, 2> bits{};
  if (getentropy(bits.data(), sizeof bits) != 0) throw std::runtime_error("the kernel gives no random numbers");
  return event_log::uuid_from(bits[0], bits[1]);
}
}  // namespace

std::function<std::unique_ptr<units::Fold>(const event_log::UnitId&)> make_folds(const clinic_queue::Calendar& calendar,
                                                                                 const event_log::Topics& topics) {
  return [&calendar, topics](const event_log::UnitId& unit) -> std::unique_ptr<units::Fold> {
    if (unit.topic == event_log::identity_topic) {
      return std::make_unique<IdentityFold>(unit, topics, identity::Context{});
    }
    const auto mint = [unit, topics](const auto&, const auto&) {
      return clinic_queue::QueueId{mint_uuid(unit, topics)};
    };
    return std::make_unique<EventsFold>(unit, topics, clinic_queue::Context{&calendar, mint}, booking::Context{});
  };
}

void require_home(const units::EventDraft& draft, const event_log::UnitId& unit, const event_log::Topics& topics) {
  const auto home =
      unit.topic == event_log::identity_topic ? topics.identity_unit(draft.key) : topics.events_unit(draft.key);
  if (home != unit) {
    throw std::logic_error("a " + draft.type + " has a key of " + to_string(home) + " in " + to_string(unit));
  }
}

std::string mint_uuid(const event_log::UnitId& unit, const event_log::Topics& topics) {
  const int partitions =
      unit.topic == event_log::identity_topic ? topics.identity_partitions : topics.events_partitions;
  return event_log::mint_id(unit.partition, partitions, random_uuid);
}

}  // namespace frontdesk::command_api
