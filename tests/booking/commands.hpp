#pragma once
#include <variant>

#include "domain/booking/appointments.hpp"
#include "domain/booking/care_rooms.hpp"
#include "domain/booking/messages.hpp"

namespace frontdesk::booking {

// Any of them, for tables and for histories made at random.
using Command = std::variant<BookAppointment, CompleteAppointment, AssignStaff, AskForRoom, SendInRoom, SendInChat,
                             MarkMessagesRead>;

inline Decision decide(const State& state, const Command& command) {
  return std::visit([&state](const auto& asked) { return decide(state, asked); }, command);
}

}  // namespace frontdesk::booking
