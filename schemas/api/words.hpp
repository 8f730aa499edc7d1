#pragma once
#include <string_view>

// Sentences that every API says alike, in the shape of its own family.
namespace frontdesk::api::words {

inline constexpr std::string_view endpoint_not_found = "Endpoint not found";
inline constexpr std::string_view invalid_json = "Invalid JSON";
inline constexpr std::string_view payload_too_large = "Payload too large";
inline constexpr std::string_view unexpected_file = "Unexpected file";
inline constexpr std::string_view unsupported_content_encoding = "Unsupported content encoding";
inline constexpr std::string_view too_many_attempts = "Too many attempts. Please try again later.";
inline constexpr std::string_view too_many_connections = "Too many connections";
inline constexpr std::string_view too_many_rooms = "Too many rooms";
inline constexpr std::string_view unavailable = "Service unavailable. Please try again later.";
inline constexpr std::string_view unexpected = "Something went wrong. Please try again later.";
inline constexpr std::string_view key_malformed = "Invalid Idempotency-Key";
inline constexpr std::string_view key_reused = "Idempotency key was used for another request";

}  // namespace frontdesk::api::words
