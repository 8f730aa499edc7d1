#pragma once
#include <string>
#include <vector>

#include "domain/booking/appointments.hpp"
#include "domain/booking/care_rooms.hpp"
#include "domain/booking/ids.hpp"
#include "domain/booking/messages.hpp"
#include "tests/domain/given_when_then.hpp"

// Olga brings Rex to the hospital "hope", where Sam is staff and Vera a veterinarian.
namespace frontdesk::booking {

using Events = std::vector<events::Event>;
using events::CareMessageKind;
using events::Sealed;

inline Events operator+(Events first, const Events& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

inline const AppointmentId visit{"00000000000000000000aaa0"};
inline const CareRoomId room{"00000000000000000000aaa1"};
inline const AppointmentId no_visit{"00000000000000000000bbb0"};
inline const CareRoomId no_room{"00000000000000000000bbb1"};

inline const Actor olga{{"olga"}, Role::pet_owner};
inline const Actor otto{{"otto"}, Role::pet_owner};
inline const Actor bea{{"bea"}, Role::customer};
inline const Actor hope{{"hope"}, Role::hospital};
inline const Actor mercy{{"mercy"}, Role::hospital};
inline const Actor sam{{"sam"}, Role::staff};
inline const Actor tina{{"tina"}, Role::staff};
inline const Actor vera{{"vera"}, Role::clinician};
inline const Actor walt{{"walt"}, Role::clinician};
inline const Actor ada{{"ada"}, Role::admin};
inline const Actor nobody{{"nil"}, Role::nobody};

constexpr std::int64_t open_ms = 5000;

inline events::AppointmentBooked booked(std::optional<PersonId> veterinarian = std::nullopt) {
  events::AppointmentBooked event;
  event.appointment_id = visit;
  event.room_id = room;
  event.pet_owner_id = olga.id;
  event.hospital_id = hope.id;
  event.time = {50'000};
  event.veterinarian_id = std::move(veterinarian);
  event.booked_by = olga.id;
  event.booked_at = {1000};
  return event;
}

inline ParticipantId participant(const Actor& staff) { return {"participant-" + staff.id.value}; }

inline events::CareStaffAssigned assigned(const Actor& staff, std::optional<PersonId> replaced = std::nullopt,
                                          std::int64_t at = 1100) {
  return {visit, room, participant(staff), staff.id, std::move(replaced), hope.id, {at}};
}

inline events::AppointmentCompleted completed(std::int64_t at = 2000) { return {visit, hope.id, {at}, {at + open_ms}}; }

inline events::CareMessageSent written(int number, const Actor& by, CareSide side, std::int64_t at = 1200) {
  events::CareMessageSent event;
  event.appointment_id = visit;
  event.room_id = room;
  event.message_id = message_id_of(visit, number);
  event.number = number;
  event.sender_id = by.id;
  event.side = side;
  event.content = Sealed("Hi");
  event.sent_at = {at};
  return event;
}

inline events::CareMessagesRead read(CareSide side, const Actor& by, int up_to, std::int64_t at = 1300) {
  return {visit, room, side, by.id, up_to, {at}};
}

inline events::CareRoomClosed closed(std::int64_t at = 7000) { return {visit, room, {at}}; }

using Command = domain::AnyCommand<State, events::Event>;
using Given = domain::Specification<State, events::Event>;
inline Given given(const Events& events) { return Given(events); }

}  // namespace frontdesk::booking
