#pragma once

namespace frontdesk::demo {

// Plays two days in an instance of its own, whose clock is moved from the one to the other: an appointment is
// completed, and 48 hours later its chat room is closed. Throws std::runtime_error where anything is not as it is to
// be.
void play_closed_room();

}  // namespace frontdesk::demo
