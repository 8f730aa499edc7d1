#include "events/booking.hpp"
#include "projectors/projections.hpp"
#include "projectors/rows.hpp"
#include "rows/booking_sql.hpp"
#include "schemas/read_models/told_care_rows.hpp"

namespace frontdesk::projectors {
namespace {

using namespace frontdesk::booking::events;

// As texts in the order of the offsets.
std::string padded(std::int64_t offset) {
  constexpr std::size_t digits = 19;
  std::string text = std::to_string(offset);
  return text.insert(0, digits - text.size(), '0');
}

class Booking {
 public:
  explicit Booking(Rows& all) : all_(all), appointments_(all), rooms_(all), messages_(all, 0), readings_(all, 0) {}

  void operator()(const AppointmentBooked& event) {
    appointments_.create(rows::row_of(event));
    rows::CareRoom room = rows::room_of(event);
    room.log_order = padded(all_.event().offset);
    rooms_.create(std::move(room));
  }

  void operator()(const AppointmentCompleted& event) {
    rows::complete(appointments_.at(event.appointment_id.value), event.completed_at);
  }

  void operator()(const CareStaffAssigned& event) {
    rows::CareRoom& room = rooms_.at(event.room_id.value);
    room.assigned_id = event.staff_id.value;
    room.participant_id = event.participant_id.value;
  }

  void operator()(const CareMessageSent& event) {
    rows::CareRoom& room = rooms_.at(event.room_id.value);
    (event.side == CareSide::owner ? room.owner_last : room.care_last) = event.number;
    messages_.create(rows::row_of(event));
  }

  void operator()(const CareMessagesRead& event) {
    rows::CareRoom& room = rooms_.at(event.room_id.value);
    (event.side == CareSide::owner ? room.care_read : room.owner_read) = event.up_to;
    rows::CareReading reading;
    reading.appointment_id = event.appointment_id.value;
    reading.side = text_of(event.side);
    reading.up_to = event.up_to;
    reading.read_at = event.read_at;
    reading.id = reading.appointment_id + '/' + reading.side + '/' + std::to_string(reading.up_to);
    readings_.create(std::move(reading));
  }

  void operator()(const CareRoomClosed& event) { rooms_.at(event.room_id.value).status = rows::closed; }

 private:
  const Rows& all_;
  Of<rows::Appointment> appointments_;
  Of<rows::CareRoom> rooms_;
  Of<rows::CareMessage> messages_;
  Of<rows::CareReading> readings_;
};

}  // namespace

std::unique_ptr<Projection> booking_projection() {
  return std::make_unique<ProjectionOf<Booking, is_event, decode, &event_log::Topics::events_unit>>();
}

}  // namespace frontdesk::projectors
