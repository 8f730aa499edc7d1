#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::wire {

// One item of a validation answer (contract 004, section 3).
struct Fault {
  std::string path;
  std::string message;
  bool operator==(const Fault&) const = default;
};

// The envelope of contract 004, section 1. `data` is JSON, printed as it is.
std::string success(std::string_view message, std::string_view data);
std::string success_without_data(std::string_view message);
std::string failure(std::string_view message);
std::string invalid(std::string_view message, const std::vector<Fault>& faults);

// Texts that several routes share.
inline constexpr std::string_view unauthorized = "Unauthorized";
inline constexpr std::string_view account_disabled = "Account is disabled";
inline constexpr std::string_view endpoint_not_found = "Endpoint not found";
inline constexpr std::string_view invalid_json = "Invalid JSON";
inline constexpr std::string_view invalid_params = "Invalid request params";
inline constexpr std::string_view invalid_query = "Invalid request query";
inline constexpr std::string_view invalid_body = "Invalid request body";
inline constexpr std::string_view payload_too_large = "Payload too large";
inline constexpr std::string_view unexpected_file = "Unexpected file";
inline constexpr std::string_view unsupported_content_encoding = "Unsupported content encoding";
inline constexpr std::string_view too_many_attempts = "Too many attempts. Please try again later.";
inline constexpr std::string_view unavailable = "Service unavailable. Please try again later.";
inline constexpr std::string_view unexpected = "Something went wrong. Please try again later.";
inline constexpr std::string_view key_malformed = "Invalid Idempotency-Key";
inline constexpr std::string_view key_reused = "Idempotency key was used for another request";

}  // namespace frontdesk::wire
