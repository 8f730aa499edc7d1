#include "tests/fuzz/sockets.hpp"

#include <string_view>
#include <utility>

#include "tests/fuzz/bodies.hpp"
#include "tests/fuzz/routes.hpp"

namespace frontdesk::fuzz {
namespace {

using namespace std::string_literals;
using std::chrono::milliseconds;

enum Opcode : unsigned char { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };
constexpr unsigned char fin = 0x80;
constexpr unsigned char masked = 0x80;

std::string with_length(unsigned char first, std::size_t size, unsigned char mask_bit) {
  std::string head(1, static_cast<char>(first));
  int bytes = 0;
  if (size < 126) {
    head += static_cast<char>(mask_bit | size);
  } else {
    head += static_cast<char>(mask_bit | (size <= 0xffff ? 126 : 127));
    bytes = size <= 0xffff ? 2 : 8;
  }
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) head += static_cast<char>(size >> shift & 0xff);
  return head;
}

// As a client has to send it.
std::string frame(Random& random, unsigned char first, std::string payload) {
  const auto mask = random.bytes(4);
  for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
  return with_length(first, payload.size(), masked) + mask + payload;
}

std::string argument(Random& random, const std::string& sound, const Scene& scene) {
  if (random.one_in(3) || scene.ids.empty()) return odd_json_value(random);
  return sound == R"("$id")" ? '"' + random.pick(scene.ids) + '"' : sound;
}

// Sometimes fewer arguments than the event has, sometimes more.
std::string arguments(Random& random, const SentEvent& event, const Scene& scene) {
  std::string list;
  for (std::size_t i = 0; i <= event.arguments.size() && !random.one_in(8); ++i) {
    if (!list.empty()) list += ',';
    list += i < event.arguments.size() ? argument(random, event.arguments[i], scene) : odd_json_value(random);
  }
  return '[' + list + ']';
}

// Sometimes one short.
std::string object(Random& random, const SentEvent& event, const Scene& scene) {
  std::string members;
  for (std::size_t i = 0; i < event.members.size() && !random.one_in(8); ++i) {
    if (!members.empty()) members += ',';
    members += '"' + event.members[i] + "\":" + argument(random, event.arguments[i], scene);
  }
  return '{' + members + '}';
}

std::string event(Random& random, const Scene& scene) {
  static const std::vector<std::string> odd{"",          "error",   "joinRoom",  "message",
                                            "a\\u0000b", "\\ud800", "__proto__", "\\u12"};
  const auto& sent = random.pick(sent_events());
  std::string data;
  switch (random.below(5)) {
    case 0:
      data = argument(random, sent.arguments.front(), scene);
      break;
    case 1:
      data = odd_json_value(random);
      break;
    default:
      data = sent.members.empty() ? arguments(random, sent, scene) : object(random, sent, scene);
      break;
  }
  std::string text = "{\"event\":\"" + (random.one_in(8) ? random.pick(odd) : sent.name) + '"';
  if (!random.one_in(10)) text += ",\"data\":" + data;
  if (random.one_in(2)) text += ",\"id\":" + (random.one_in(2) ? "7"s : odd_json_value(random));
  if (random.one_in(20)) text += R"(,"event":"join-queue")";
  return text + (random.one_in(25) ? "" : "}");
}

bool is_utf8_by_make(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// Frames that RFC 6455 allows: the server goes on with the connection.
std::string sound_frames(Random& random, const Scene& scene) {
  auto message = event(random, scene);
  if (!is_utf8_by_make(message)) message = R"({"event":"join-queue"})";
  switch (random.below(8)) {
    case 0:
      return frame(random, fin | ping, random.bytes(random.below(126)));
    case 1:
      return frame(random, fin | pong, "");
    case 2: {
      const auto at = random.below(message.size() + 1);
      return frame(random, text, message.substr(0, at)) + frame(random, fin | ping, "between") +
             frame(random, continuation, "") + frame(random, fin | continuation, message.substr(at));
    }
    case 3:
      return frame(random, fin | binary, message);
    case 4:
      return frame(random, fin | text, random.one_in(2) ? "" : odd_json_value(random).substr(0, 1));
    default:
      return frame(random, fin | text, message);
  }
}

std::string broken_frames(Random& random, const Scene& scene) {
  const auto message = event(random, scene);
  switch (random.below(13)) {
    case 0:
      return random.bytes(1 + random.below(200));
    case 1:
      return with_length(fin | text, message.size(), 0) + message;  // not masked
    case 2:
      return frame(random, static_cast<unsigned char>(fin | 0x70 | text), message);  // reserved bits
    case 3:
      return frame(random, static_cast<unsigned char>(fin | (3 + random.below(5))), message);  // reserved opcode
    case 4:
      return frame(random, ping, "in parts");
    case 5:
      return frame(random, fin | ping, std::string(126, 'p'));
    case 6:
      return frame(random, fin | continuation, message);  // of nothing
    case 7:
      return frame(random, text, "{") + frame(random, fin | text, "}");
    case 8:
      return frame(random, fin | text, "\"\xff\xfe\xed\xa0\x80\"");
    case 9:
      return frame(random, fin | text, std::string(1'000'001 + random.below(100'000), '['));
    case 10: {
      static const std::vector<std::string> codes{"\x03", "\x00\x00"s, "\x03\xed", "\xff\xff no", "\x03\xe8\xff\xfe"};
      return frame(random, fin | close, random.pick(codes));
    }
    case 11:
      return std::string{static_cast<char>(fin | text), static_cast<char>(masked | 127)} +
             (random.one_in(2) ? std::string(8, '\xff') : "\x00\x00\x00\x7f\xff\xff\xff\xff"s) + "abcd" + message;
    default: {
      const auto whole = frame(random, fin | text, message);
      return whole.substr(0, random.below(whole.size()));
    }
  }
}

std::string sound_upgrade(const std::string& token) {
  return "GET /?token=" + token +
         " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

std::string odd_upgrade(Random& random, const std::string& token) {
  static const std::vector<std::string> targets{"/",
                                                "/?token=",
                                                "/?token",
                                                "/?token=a.b.c",
                                                "/?token=%00%ff",
                                                "/?a=b&token=x",
                                                "/socket.io/?EIO=4&transport=websocket",
                                                "/x",
                                                "//",
                                                "/?%",
                                                "*"};
  static const std::vector<std::string> upgrades{"websocket", "WebSocket", "websocket, h2c", "h2c", "", "\xff"};
  static const std::vector<std::string> connections{"Upgrade", "keep-alive, Upgrade", "close", "", "\x01"};
  static const std::vector<std::string> keys{"dGhlIHNhbXBsZSBub25jZQ==", "short", "", "%%%", std::string(5000, 'k')};
  static const std::vector<std::string> versions{"13", "8", "99999999999", "", "13, 8"};
  static const std::vector<std::string> methods{"GET", "POST", "HEAD", "OPTIONS"};
  const auto target = random.one_in(2) ? "/?token=" + token : random.pick(targets);
  std::string head = random.pick(methods) + " " + target +
                     " HTTP/1.1\r\nHost: localhost\r\nUpgrade: " + random.pick(upgrades) +
                     "\r\nConnection: " + random.pick(connections) + "\r\n";
  if (!random.one_in(5)) head += "Sec-WebSocket-Key: " + random.pick(keys) + "\r\n";
  if (!random.one_in(5)) head += "Sec-WebSocket-Version: " + random.pick(versions) + "\r\n";
  if (random.one_in(4)) head += "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=\xff\r\n";
  if (random.one_in(4)) head += "Sec-WebSocket-Protocol: ,,a b\r\n";
  if (random.one_in(6)) head += "Content-Length: " + std::to_string(random.below(100)) + "\r\n";
  return head + "\r\n";
}

}  // namespace

Exchange make_socket_exchange(Random& random, const Scene& scene) {
  const auto& token = random.one_in(2) ? scene.staff_token : scene.patient_token;
  Exchange exchange;
  if (random.one_in(4)) {
    exchange.pieces.push_back({odd_upgrade(random, token)});
    exchange.head = exchange.pieces.front().bytes.starts_with("HEAD");
    if (random.one_in(2)) exchange.pieces.push_back({broken_frames(random, scene), milliseconds(0), random.one_in(2)});
    return exchange;
  }
  exchange.answers_due = 1;
  exchange.pieces.push_back({sound_upgrade(token)});
  std::string frames;
  for (auto left = random.below(8); left > 0; --left) frames += sound_frames(random, scene);
  if (random.one_in(3)) {
    frames += broken_frames(random, scene);
    exchange.resets = random.one_in(6);
  } else {
    frames += frame(random, fin | close, "\x03\xe8");
    exchange.end_due = true;
  }
  exchange.pieces.push_back({std::move(frames), milliseconds(0), true});
  return exchange;
}

}  // namespace frontdesk::fuzz
