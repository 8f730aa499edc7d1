#pragma once
#include <string_view>

// Sentences of contract 001 that more than one route says.
namespace frontdesk::api::appointment_chat::words {

inline constexpr std::string_view id_missing = "Appointment ID is required";
inline constexpr std::string_view id_malformed =
    "Invalid appointment ID format. Must be a valid MongoDB ObjectId (24 characters)";
inline constexpr std::string_view appointment_not_found = "Appointment not found";
inline constexpr std::string_view access_denied = "Access denied";
inline constexpr std::string_view chat_is_closed = "Chat is closed";
inline constexpr std::string_view invalid_request = "Invalid request data";
inline constexpr std::string_view missing_fields = "Missing required fields";
inline constexpr std::string_view invalid_pagination = "Invalid pagination";

}  // namespace frontdesk::api::appointment_chat::words
