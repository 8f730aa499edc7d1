#include "schemas/read_models/told_care_rows.hpp"

#include <algorithm>

#include "schemas/wire/json.hpp"

namespace frontdesk::rows {

namespace {
using namespace booking::events;

constexpr std::string_view hex = "0123456789abcdef";

std::optional<std::string> revealed(const std::optional<Sealed>& text) {
  return text ? std::optional(text->reveal()) : std::nullopt;
}

template <class Tag>
std::optional<std::string> value_of(const std::optional<Id<Tag>>& id) {
  return id ? std::optional(id->value) : std::nullopt;
}

std::string shown(const std::vector<CareAttachment>& attachments) {
  std::string list = "[";
  for (const auto& attachment : attachments) {
    if (list.size() > 1) list += ',';
    wire::ObjectWriter one;
    one.text("_id", attachment.attachment_id.value).text("url", attachment.url.reveal());
    one.text("fileName", attachment.file_name.reveal());
    if (attachment.file_size) one.number("fileSize", *attachment.file_size);
    list += one.take();
  }
  return list + "]";
}
}  // namespace

Appointment row_of(const AppointmentBooked& event) {
  Appointment row;
  row.id = event.appointment_id.value;
  row.room_id = event.room_id.value;
  row.pet_owner_id = event.pet_owner_id.value;
  row.hospital_id = event.hospital_id.value;
  row.starts_at = event.time;
  row.status = "confirmed";
  row.veterinarian_id = value_of(event.veterinarian_id);
  row.pet_name = revealed(event.pet_name);
  row.pet_parent_name = revealed(event.pet_parent_name);
  row.veterinarian_name = revealed(event.veterinarian_name);
  row.created_at = event.booked_at;
  row.updated_at = event.booked_at;
  return row;
}

void complete(Appointment& row, Instant at) {
  row.status = "completed";
  row.completed_at = at;
  row.updated_at = at;
}

CareRoom room_of(const AppointmentBooked& event) {
  CareRoom row;
  row.id = event.room_id.value;
  row.appointment_id = event.appointment_id.value;
  row.pet_owner_id = event.pet_owner_id.value;
  row.hospital_id = event.hospital_id.value;
  row.veterinarian_id = value_of(event.veterinarian_id);
  row.status = active;
  row.created_at = event.booked_at;
  return row;
}

CareMessage row_of(const CareMessageSent& event) {
  CareMessage row;
  row.id = event.message_id.value;
  row.appointment_id = event.appointment_id.value;
  row.room_id = event.room_id.value;
  row.number = event.number;
  row.sender_id = event.sender_id.value;
  row.sender_profile_id = value_of(event.sender_profile_id);
  row.side = text_of(event.side);
  row.kind = text_of(event.kind);
  row.content = event.content.reveal();
  row.sender_name = revealed(event.sender_name);
  row.sender_image = revealed(event.sender_image);
  row.attachments = shown(event.attachments);
  row.sent_at = event.sent_at;
  return row;
}

std::string counterpart_of(std::string_view id) {
  const auto is_digit = [](char c) { return hex.find(c) != std::string_view::npos; };
  if (id.size() != 24 || !std::all_of(id.begin(), id.end(), is_digit)) return {};
  std::string other(id);
  other.back() = hex[hex.find(other.back()) ^ 1U];
  return other;
}

}  // namespace frontdesk::rows
