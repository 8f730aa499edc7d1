#pragma once
#include "events/booking.hpp"
#include "rows/booking.hpp"

// Rows as the events of booking tell them, for those who store them and those who show them at once: what a command is
// answered is what is read later.
namespace frontdesk::rows {

inline constexpr std::string_view active = "active";
inline constexpr std::string_view closed = "closed";

Appointment row_of(const booking::events::AppointmentBooked& event);
void complete(Appointment& row, Instant at);
// `log_order` is the projection's.
CareRoom room_of(const booking::events::AppointmentBooked& event);
CareMessage row_of(const booking::events::CareMessageSent& event);

// The other end of an appointment's or care room's id, which differ in their last bit (domain/booking/ids.hpp): a
// reader who knows one may ask for both rows at once. Empty when `id` is no such id.
std::string counterpart_of(std::string_view id);

}  // namespace frontdesk::rows
