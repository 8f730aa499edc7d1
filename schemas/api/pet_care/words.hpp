#pragma once
#include <string_view>

// Sentences of contract 000 that more than one route says.
namespace frontdesk::api::pet_care::words {

inline constexpr std::string_view appointment_not_found = "Appointment not found";
inline constexpr std::string_view chat_room_not_found = "Chat room not found";
inline constexpr std::string_view room_not_found = "Room not found";
inline constexpr std::string_view room_is_not_active = "room is not active";
inline constexpr std::string_view internal_error = "Internal server error";
inline constexpr std::string_view room_id_missing = "No roomId provided";
inline constexpr std::string_view not_in_room = "You are not allowed in this room";

}  // namespace frontdesk::api::pet_care::words
