#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/engineio/frame.hpp"

namespace frontdesk::socketio {

// Of revision 5 of the Socket.IO protocol; its revision 4 has the same.
enum class PacketType : char {
  connect = '0',
  disconnect = '1',
  event = '2',
  ack = '3',
  connect_error = '4',
  binary_event = '5',
  binary_ack = '6',
};

// A text packet as it came: checked, and not taken apart further than anybody needs.
struct Packet {
  PacketType type = PacketType::event;
  std::size_t attachments = 0;      // that follow
  std::string nsp = "/";            // without its query
  std::string nsp_query;            // behind the question mark
  std::optional<std::uint64_t> id;  // an acknowledgement is asked for, or given
  std::string name;                 // of an event
  // JSON: a CONNECT's object, the arguments of an event (its name is none of them) or of an acknowledgement as an
  // array. Empty: there is none.
  std::string payload;
};

struct PacketLimits {
  std::size_t attachments_max = 64;
  std::size_t depth_max = 64;  // of JSON: whoever looks into it recurses
};

// nullopt: against the protocol.
std::optional<Packet> decode_packet(std::string_view text, const PacketLimits& limits = {});

// What goes out. `arguments` is a JSON array in which placeholders stand for attachments; nsp has no query.
struct Outgoing {
  std::string_view nsp = "/";
  std::optional<std::uint64_t> id = {};
  std::string_view arguments = "[]";
  const std::vector<std::string>* attachments = nullptr;
};
// `last`: one more argument, a string; empty: none.
engineio::Message event_message(const Outgoing& outgoing, std::string_view name, std::string_view last = {});
engineio::Message ack_message(const Outgoing& outgoing);
engineio::Frame control_frame(PacketType type, std::string_view nsp, std::string_view payload = {});

std::string quoted(std::string_view text);  // as a JSON string

}  // namespace frontdesk::socketio
