#include "realtime-gateway/presence/broadcast.hpp"

#include <charconv>
#include <optional>
#include <utility>

#include "platform/logging/log.hpp"

namespace frontdesk::realtime_gateway {
namespace {

// On the wire: netstrings (`5:hello,`), because names of rooms hold ids of others' making.
void append(std::string& text, std::string_view field) {
  text.append(std::to_string(field.size())).append(":").append(field).append(",");
}

std::optional<std::vector<std::string>> fields_of(std::string_view text) {
  std::vector<std::string> fields;
  while (!text.empty()) {
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    const auto head = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || head >= text.size() || text[head] != ':') return std::nullopt;
    text.remove_prefix(head + 1);
    if (size >= text.size() || text[size] != ',') return std::nullopt;
    fields.emplace_back(text.substr(0, size));
    text.remove_prefix(size + 1);
  }
  return fields;
}

constexpr std::size_t fields_before_rooms = 4;

}  // namespace

void Broadcast::tell(const Message& message) {
  announce(message);
  std::string text;
  append(text, origin_);
  append(text, message.event);
  append(text, message.data_json);
  append(text, message.except_user);
  for (const auto& room : message.rooms) append(text, room);
  publish_(std::move(text));
}

void Broadcast::heard(std::string_view published) {
  auto fields = fields_of(published);
  if (!fields || fields->size() < fields_before_rooms) {
    return logging::warn("another gateway's message is not of our form");
  }
  if (fields->front() == origin_) return;
  Message message{.rooms = {fields->begin() + fields_before_rooms, fields->end()},
                  .event = std::move((*fields)[1]),
                  .data_json = std::move((*fields)[2]),
                  .except_user = std::move((*fields)[3])};
  announce(message);
}

void Broadcast::announce(const Message& message) {
  Announcement announcement(message.event, message.data_json);
  for (const auto& room : message.rooms) rooms_.announce(room, announcement, message.except_user);
}

}  // namespace frontdesk::realtime_gateway
