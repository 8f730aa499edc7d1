#include "schemas/wire/accounts.hpp"

#include "schemas/wire/input.hpp"
#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
ObjectWriter user_object(const AccountRow& row) {
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

std::string to_cache_json(const AccountRow& row) {
  return user_object(row).text("createdAt", to_iso8601(row.created_at)).boolean("disabled", row.disabled).take();
}

std::optional<AccountRow> account_row_from_cache(std::string_view json) {
  const auto input = Input::from_json(json);
  if (!input || input->type() != Input::Type::object) return std::nullopt;
  const auto text = [&](std::string_view name) { return std::string(input->member(name).string().value_or("")); };
  const auto created_at = parse_iso8601(text("createdAt"));
  const auto disabled = input->member("disabled").boolean();
  AccountRow row{.id = text("id"),
                 .email = text("email"),
                 .first_name = text("firstName"),
                 .last_name = text("lastName"),
                 .role = text("role"),
                 .clinic_id = std::nullopt,
                 .profile_picture = text("profilePicture"),
                 .created_at = created_at.value_or(Instant{}),
                 .disabled = disabled.value_or(true)};
  if (const auto clinic = input->member("clinicId").string()) row.clinic_id = std::string(*clinic);
  if (row.id.empty() || row.role.empty() || !created_at || !disabled) return std::nullopt;
  return row;
}

std::string user_json(const AccountRow& row) { return user_object(row).take(); }

std::string user_json_with_created_at(const AccountRow& row) {
  return user_object(row).text("createdAt", to_iso8601(row.created_at)).take();
}

std::string staff_member_json(const AccountRow& row) {
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

std::string session_json(const SessionRow& row, bool current) {
  return ObjectWriter()
      .text("id", row.id)
      .text("userAgent", row.user_agent)
      .text("address", row.address)
      .text("createdAt", to_iso8601(row.created_at))
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
