#include "schemas/wire/accounts.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
ObjectWriter user_object(const rows::Account& row) {
  ObjectWriter out;
  out.text("id", row.id)
      .text("email", row.email)
      .text("firstName", row.first_name)
      .text("lastName", row.last_name)
      .text("role", row.role);
  if (row.clinic_id) {
    out.text("clinicId", *row.clinic_id);
  } else {
    out.null("clinicId");
  }
  out.text("profilePicture", row.profile_picture);
  return out;
}
}  // namespace

std::string user_json(const rows::Account& row) { return user_object(row).take(); }

std::string user_json_with_created_at(const rows::Account& row) {
  return user_object(row).text("createdAt", to_iso8601(row.created_at)).take();
}

std::string staff_member_json(const rows::Account& row) {
  return ObjectWriter()
      .text("id", row.id)
      .text("firstName", row.first_name)
      .text("lastName", row.last_name)
      .text("email", row.email)
      .text("role", row.role)
      .text("profilePicture", row.profile_picture)
      .text("createdAt", to_iso8601(row.created_at))
      .take();
}

std::string session_json(const rows::Session& row, bool current) {
  return ObjectWriter()
      .text("id", row.id)
      .text("userAgent", row.user_agent)
      .text("address", row.address)
      .text("createdAt", to_iso8601(row.opened_at))
      .text("expiresAt", to_iso8601(row.expires_at))
      .boolean("current", current)
      .take();
}

std::string first_profile_picture(std::string_view first_name, std::string_view last_name) {
  std::string url = "https://api.dicebear.com/9.x/initials/svg?seed=";
  url.append(first_name).append(" ").append(last_name);
  return url;
}

}  // namespace frontdesk::wire
