// Generated from schemas/read_models/lamps.sql: change that, not this file.
#include "rows/lamps.hpp"

#include "schemas/read_models/cached_codec.hpp"

namespace frontdesk::rows {

static void write(codec::Writer& out, const Lamp& row) {
  out.StartObject();
  codec::write_member(out, "id", row.id);
  codec::write_member(out, "label", row.label);
  codec::write_member(out, "color", row.color);
  codec::write_member(out, "brightness", row.brightness);
  codec::write_member(out, "timer_minutes", row.timer_minutes);
  codec::write_member(out, "watts", row.watts);
  codec::write_member(out, "is_lit", row.is_lit);
  codec::write_member(out, "lit_on", row.lit_on);
  codec::write_member(out, "lit_at", row.lit_at);
  codec::write_member(out, "goes_out_at", row.goes_out_at);
  codec::write_member(out, "bulbs", row.bulbs);
  out.EndObject();
}

static void read(const codec::Value& in, Lamp& row) {
  codec::ObjectReader members(in);
  members.required("id", row.id);
  members.required("label", row.label);
  members.optional("color", row.color);
  members.required("brightness", row.brightness);
  members.optional("timer_minutes", row.timer_minutes);
  members.required("watts", row.watts);
  members.required("is_lit", row.is_lit);
  members.required("lit_on", row.lit_on);
  members.required("lit_at", row.lit_at);
  members.optional("goes_out_at", row.goes_out_at);
  members.required("bulbs", row.bulbs);
  members.finish();
}

std::string cache_json(const Lamp& row) { return codec::encode(row); }
template <>
std::optional<Lamp> from_cache(std::string_view json) {
  return codec::cached<Lamp>(json);
}

}  // namespace frontdesk::rows
