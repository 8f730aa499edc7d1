#include "domain/booking/ids.hpp"

#include <algorithm>

namespace frontdesk::booking {

namespace {
constexpr std::size_t digits = 24;

// Of a lowercase hex digit; -1: it is none.
int value_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

char digit_of(unsigned value) { return static_cast<char>(value < 10 ? '0' + value : 'a' + (value - 10)); }

bool is_hex(std::string_view text) {
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) { return value_of(c) >= 0; });
}

bool is_odd(std::string_view hex) { return value_of(hex.back()) % 2 == 1; }

std::string neighbour(std::string hex) {
  hex.back() = digit_of(static_cast<unsigned>(value_of(hex.back())) ^ 1U);
  return hex;
}
}  // namespace

bool is_appointment_id(std::string_view text) { return is_hex(text) && !is_odd(text); }

CareRoomId room_of(const AppointmentId& id) { return {neighbour(id.value)}; }

std::optional<AppointmentId> appointment_of(const CareRoomId& id) {
  if (!is_hex(id.value) || !is_odd(id.value)) return std::nullopt;
  return AppointmentId{neighbour(id.value)};
}

CareMessageId message_id_of(const AppointmentId& id, int number) {
  std::string text = id.value;
  unsigned rest = static_cast<unsigned>(number) + 1;
  for (auto digit = text.rbegin(); digit != text.rend() && rest > 0; ++digit) {
    const unsigned sum = static_cast<unsigned>(value_of(*digit)) + (rest & 0xFU);
    *digit = digit_of(sum & 0xFU);
    rest = (rest >> 4U) + (sum >> 4U);
  }
  return {text};
}

}  // namespace frontdesk::booking
