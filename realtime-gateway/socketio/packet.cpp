#include "realtime-gateway/socketio/packet.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "realtime-gateway/socketio/payload_check.hpp"

namespace frontdesk::socketio {
namespace {

using Kind = Payload::Kind;
using First = Payload::First;

// What the libraries emit to their own users.
constexpr std::array<std::string_view, 6> reserved_names = {"connect",       "connect_error", "disconnect",
                                                            "disconnecting", "newListener",   "removeListener"};

bool is_event(PacketType type) { return type == PacketType::event || type == PacketType::binary_event; }
bool has_attachments(PacketType type) { return type == PacketType::binary_event || type == PacketType::binary_ack; }

// Takes the digits at the beginning of `text`. False: more than a number can be.
bool take_number(std::string_view& text, std::optional<std::uint64_t>& number) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return false;
  if (error == std::errc{}) number = value;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take_attachments(std::string_view& text, std::size_t max, std::size_t& attachments) {
  std::optional<std::uint64_t> number;
  if (!take_number(text, number) || !number || *number > max || !text.starts_with('-')) return false;
  text.remove_prefix(1);
  attachments = static_cast<std::size_t>(*number);
  return true;
}

void take_namespace(std::string_view& text, Packet& packet) {
  if (!text.starts_with('/')) return;
  const std::string_view name = text.substr(0, text.find(','));
  text.remove_prefix(name.size() == text.size() ? name.size() : name.size() + 1);
  const auto mark = name.find('?');
  packet.nsp = name.substr(0, mark);
  if (mark != std::string_view::npos) packet.nsp_query = name.substr(mark + 1);
}

bool take_event(std::string_view json, const Payload& payload, Packet& packet) {
  if (payload.kind != Kind::array) return false;
  const bool reserved =
      std::find(reserved_names.begin(), reserved_names.end(), payload.first_text) != reserved_names.end();
  const bool named = payload.first == First::number || (payload.first == First::string && !reserved);
  if (!named) return false;
  packet.name = payload.first_text;
  packet.payload = '[';
  packet.payload += json.substr(payload.rest_begin);
  return true;
}

bool take_payload(std::string_view json, Packet& packet, const PacketLimits& limits) {
  const auto attachments = has_attachments(packet.type) ? std::optional(packet.attachments) : std::nullopt;
  const auto payload = check_payload(json, limits.depth_max, attachments);
  if (!payload) return false;
  if (is_event(packet.type)) return take_event(json, *payload, packet);
  packet.payload = json;
  switch (packet.type) {
    case PacketType::connect:
      return payload->kind == Kind::object;
    case PacketType::connect_error:
      return payload->kind == Kind::object || payload->kind == Kind::string;
    case PacketType::ack:
    case PacketType::binary_ack:
      return payload->kind == Kind::array;
    default:
      return false;
  }
}

std::string head(PacketType type, const Outgoing& outgoing) {
  std::string text(1, static_cast<char>(type));
  if (outgoing.attachments) text.append(std::to_string(outgoing.attachments->size())).append(1, '-');
  if (outgoing.nsp != "/") text.append(outgoing.nsp).append(1, ',');
  if (outgoing.id) text += std::to_string(*outgoing.id);
  return text;
}

engineio::Message message(std::string_view text, const Outgoing& outgoing) {
  engineio::Message frames{engineio::Frame::text(engineio::PacketType::message, text)};
  if (!outgoing.attachments) return frames;
  frames.front().followers = static_cast<std::uint16_t>(outgoing.attachments->size());
  for (const std::string& bytes : *outgoing.attachments) frames.push_back(engineio::Frame::binary(bytes));
  return frames;
}

Outgoing without_empty_attachments(Outgoing outgoing) {
  if (outgoing.attachments && outgoing.attachments->empty()) outgoing.attachments = nullptr;
  return outgoing;
}

}  // namespace

std::optional<Packet> decode_packet(std::string_view text, const PacketLimits& limits) {
  if (text.empty() || text.front() < '0' || text.front() > '6') return std::nullopt;
  Packet packet;
  packet.type = static_cast<PacketType>(text.front());
  text.remove_prefix(1);
  if (has_attachments(packet.type) && !take_attachments(text, limits.attachments_max, packet.attachments)) {
    return std::nullopt;
  }
  take_namespace(text, packet);
  if (!take_number(text, packet.id)) return std::nullopt;
  if (!text.empty() && !take_payload(text, packet, limits)) return std::nullopt;
  return packet;
}

engineio::Message event_message(const Outgoing& given, std::string_view name, std::string_view last) {
  const Outgoing outgoing = without_empty_attachments(given);
  std::string text = head(outgoing.attachments ? PacketType::binary_event : PacketType::event, outgoing);
  text.append(1, '[').append(quoted(name));
  const std::string_view inside = outgoing.arguments.substr(1, outgoing.arguments.size() - 2);
  if (inside.find_first_not_of(" \t\r\n") != std::string_view::npos) text.append(1, ',').append(inside);
  if (!last.empty()) text.append(1, ',').append(quoted(last));
  text += ']';
  return message(text, outgoing);
}

engineio::Message ack_message(const Outgoing& given) {
  const Outgoing outgoing = without_empty_attachments(given);
  const std::string text = head(outgoing.attachments ? PacketType::binary_ack : PacketType::ack, outgoing);
  return message(text + std::string(outgoing.arguments), outgoing);
}

engineio::Frame control_frame(PacketType type, std::string_view nsp, std::string_view payload) {
  std::string text = head(type, {.nsp = nsp});
  text += payload;
  return engineio::Frame::text(engineio::PacketType::message, text);
}

std::string quoted(std::string_view text) {
  rapidjson::StringBuffer json;
  rapidjson::Writer<rapidjson::StringBuffer> writer(json);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {json.GetString(), json.GetSize()};
}

}  // namespace frontdesk::socketio
