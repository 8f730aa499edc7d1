// Events that do not fit are told, so that no decider meets a state that cannot be.
#include "domain/unfoldable.hpp"
#include "tests/booking/given.hpp"

namespace frontdesk::booking {
namespace {

events::AppointmentBooked with_ids(const AppointmentId& id, const CareRoomId& of_room) {
  auto event = booked();
  event.appointment_id = id;
  event.room_id = of_room;
  return event;
}

template <class Event>
Event elsewhere(Event event) {
  event.appointment_id = no_visit;
  return event;
}

struct Nonsense {
  const char* name;
  events::Event event;
};

const Nonsense nonsense[] = {
    {"AnAppointmentThatIsThere", booked()},
    {"AnAppointmentWithARoomsId", with_ids({"00000000000000000000ccc1"}, {"00000000000000000000ccc0"})},
    {"AnAppointmentWithAnothersRoom", with_ids({"00000000000000000000ccc0"}, room)},
    {"AnAppointmentWithoutAnId", with_ids({""}, {""})},
    {"ACompletionOfNothing", elsewhere(completed())},
    {"ASecondCompletion", completed()},
    {"AnAssignmentToNothing", elsewhere(assigned(sam))},
    {"AnAssignmentThatOverlooksAnother", assigned(tina)},
    {"AnAssignmentThatReplacesAnother", assigned(tina, vera.id)},
    {"AMessageToNothing", elsewhere(written(1, olga, CareSide::owner))},
    {"AMessageWithAnOldNumber", written(2, olga, CareSide::owner)},
    {"AMessageThatLeavesANumberOut", written(4, olga, CareSide::owner)},
    {"AReadingOfNothing", elsewhere(read(CareSide::owner, olga, 2))},
    {"AReadingOfWhatIsNotWritten", read(CareSide::owner, olga, 3)},
    {"AReadingOfTheOwnMessages", read(CareSide::care, sam, 2)},
    {"ASecondReading", read(CareSide::care, sam, 1)},
    {"AClosingOfNothing", elsewhere(closed())},
};

class UnfoldableBookingEvents : public testing::TestWithParam<Nonsense> {};

TEST_P(UnfoldableBookingEvents, AreTold) {
  State state;
  const Events history = {booked(),
                          assigned(sam),
                          written(1, olga, CareSide::owner),
                          written(2, sam, CareSide::care),
                          read(CareSide::care, sam, 1),
                          completed()};
  for (const auto& event : history) evolve(state, event);
  EXPECT_THROW(evolve(state, GetParam().event), domain::Unfoldable);
}

INSTANTIATE_TEST_SUITE_P(Nonsense, UnfoldableBookingEvents, testing::ValuesIn(nonsense),
                         [](const auto& tested) { return tested.param.name; });

TEST(UnfoldableBookingEvents, AreClosingsOfARoomThatIsClosedOrNotAboutToClose) {
  State open = given({booked()}).state();
  EXPECT_THROW(evolve(open, closed()), domain::Unfoldable);
  State over = given({booked(), completed(), closed()}).state();
  EXPECT_THROW(evolve(over, closed()), domain::Unfoldable);
}

}  // namespace
}  // namespace frontdesk::booking
