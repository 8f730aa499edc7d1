// Generated from schemas/sample: change the schemas, not this file.
#include "events/sample.hpp"

#include "schemas/codegen/json_codec.hpp"

namespace frontdesk::sample::events {

std::string_view text_of(Color value) {
  switch (value) {
    case Color::warm_white: return "WARM_WHITE";
    case Color::red: return "red";
  }
  throw Malformed("Color: no such value");
}

std::optional<Color> color_from(std::string_view text) {
  if (text == "WARM_WHITE") return Color::warm_white;
  if (text == "red") return Color::red;
  return std::nullopt;
}

static void read(const codec::Value& in, Color& value) {
  const auto known = color_from(codec::text(in));
  if (!known) throw Malformed("not one of the values");
  value = *known;
}

static void write(codec::Writer& out, Color value) { codec::write(out, text_of(value)); }

static void read(const codec::Value& in, Socket& value) {
  codec::ObjectReader object(in);
  object.required("row", value.row);
  object.finish();
}

static void write(codec::Writer& out, const Socket& value) {
  out.StartObject();
  codec::write_member(out, "row", value.row);
  out.EndObject();
}

static void read(const codec::Value& in, Bulb& value) {
  codec::ObjectReader object(in);
  object.required("type", value.bulb_type);
  object.required("socket", value.socket);
  object.finish();
}

static void write(codec::Writer& out, const Bulb& value) {
  out.StartObject();
  codec::write_member(out, "type", value.bulb_type);
  codec::write_member(out, "socket", value.socket);
  out.EndObject();
}

static void read(const codec::Value& in, LampBroken& value) {
  codec::ObjectReader object(in);
  object.required("lampId", value.lamp_id);
  object.finish();
}

static void write(codec::Writer& out, const LampBroken& value) {
  out.StartObject();
  codec::write_member(out, "lampId", value.lamp_id);
  out.EndObject();
}

static void read(const codec::Value& in, LampLit& value) {
  codec::ObjectReader object(in);
  object.required("house", value.house);
  object.required("lampId", value.lamp_id);
  object.required("litBy", value.lit_by);
  object.required("color", value.color);
  object.required("brightness", value.brightness);
  object.required("timer", value.timer);
  object.optional("timerMinutes", value.timer_minutes);
  object.optional("note", value.note);
  object.required("litOn", value.lit_on);
  object.required("litAt", value.lit_at);
  object.optional("goesOutAt", value.goes_out_at);
  object.required("bulbs", value.bulbs);
  object.required("steps", value.steps);
  object.optional("main", value.main_bulb);
  object.finish();
}

static void write(codec::Writer& out, const LampLit& value) {
  out.StartObject();
  codec::write_member(out, "house", value.house);
  codec::write_member(out, "lampId", value.lamp_id);
  codec::write_member(out, "litBy", value.lit_by);
  codec::write_member(out, "color", value.color);
  codec::write_member(out, "brightness", value.brightness);
  codec::write_member(out, "timer", value.timer);
  codec::write_member(out, "timerMinutes", value.timer_minutes);
  codec::write_member(out, "note", value.note);
  codec::write_member(out, "litOn", value.lit_on);
  codec::write_member(out, "litAt", value.lit_at);
  codec::write_member(out, "goesOutAt", value.goes_out_at);
  codec::write_member(out, "bulbs", value.bulbs);
  codec::write_member(out, "steps", value.steps);
  codec::write_member(out, "main", value.main_bulb);
  out.EndObject();
}

namespace v1 {

static void read(const codec::Value& in, Bulb& value) {
  codec::ObjectReader object(in);
  object.required("kind", value.kind);
  object.finish();
}

static void read(const codec::Value& in, LampLit& value) {
  codec::ObjectReader object(in);
  object.required("lampId", value.lamp_id);
  object.required("litAt", value.lit_at);
  object.required("bulb", value.bulb);
  object.finish();
}

}  // namespace v1

std::string_view context_of(const Event&) { return context; }

std::string_view type_of(const Event& event) {
  return std::visit([](const auto& value) { return value.type; }, event);
}

int version_of(const Event& event) {
  return std::visit([](const auto& value) { return value.version; }, event);
}

bool is_event(std::string_view type) {
  return type == LampBroken::type || type == LampLit::type;
}

std::string encode(const Event& event) {
  return std::visit([](const auto& value) { return codec::encode(value); }, event);
}

Place place_of(const LampBroken& event) {
  return {event.lamp_id.value, "lamp/" + event.lamp_id.value};
}

Place place_of(const LampLit& event) {
  return {event.house, "lamp/" + event.lamp_id.value};
}

Place place_of(const Event& event) {
  return std::visit([](const auto& value) { return place_of(value); }, event);
}

LampBroken LampBroken::decode(int version, std::string_view json) {
  if (version == 1) return codec::decode<LampBroken>(json);
  throw codec::unknown_version(type, version);
}

LampLit LampLit::decode(int version, std::string_view json) {
  if (version == 1) return upcast(codec::decode<v1::LampLit>(json));
  if (version == 2) return codec::decode<LampLit>(json);
  throw codec::unknown_version(type, version);
}

std::optional<Event> decode(std::string_view type, int version, std::string_view json) {
  if (type == LampBroken::type) return LampBroken::decode(version, json);
  if (type == LampLit::type) return LampLit::decode(version, json);
  return std::nullopt;
}

}  // namespace frontdesk::sample::events
