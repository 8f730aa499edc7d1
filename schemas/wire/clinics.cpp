#include "schemas/wire/clinics.hpp"

#include "schemas/wire/json.hpp"

namespace frontdesk::wire {

namespace {
void add_optional(ObjectWriter& out, std::string_view name, const std::optional<std::string>& value) {
  if (value) {
    out.text(name, *value);
  } else {
    out.null(name);
  }
}

std::string array_of(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) {
    if (out.size() > 1) out += ',';
    append_quoted(out, text);
  }
  return out + "]";
}

ObjectWriter clinic_object(const rows::Clinic& row) {
  ObjectWriter out;
  out.text("id", row.id).text("name", row.name);
  add_optional(out, "address", row.address);
  out.number("latitude", row.latitude).number("longitude", row.longitude);
  add_optional(out, "phone", row.phone);
  add_optional(out, "email", row.email);
  add_optional(out, "website", row.website);
  add_optional(out, "description", row.description);
  add_optional(out, "logo", row.logo);
  out.raw("images", array_of(row.images))
      .boolean("isActive", row.is_active)
      .text("createdAt", to_iso8601(row.created_at))
      .text("updatedAt", to_iso8601(row.updated_at))
      .text("type", row.type);
  return out;
}

void add_timezone(ObjectWriter& out, const rows::Clinic& row) {
  if (row.timezone) out.text("timezone", *row.timezone);
}
}  // namespace

std::string clinic_json(const rows::Clinic& row) {
  auto out = clinic_object(row);
  out.raw("openingHours", ObjectWriter().text("start", row.opening_start).text("end", row.opening_end).take());
  add_timezone(out, row);
  return out.take();
}

std::string clinic_json_with_distance(const rows::Clinic& row, double distance_km) {
  auto out = clinic_object(row);
  add_timezone(out, row);
  return out.number("distance_km", distance_km).take();
}

}  // namespace frontdesk::wire
