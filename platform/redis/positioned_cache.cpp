#include "platform/redis/positioned_cache.hpp"

#include <openssl/sha.h>

#include <charconv>
#include <span>

namespace frontdesk::redis {
namespace {

// The text of an entry is the storage format: "<position> <json>". GETRANGE reads the stored position without copying
// the value.
constexpr const char* script =
    "for i = 1, #KEYS do "
    "local stored = string.match(redis.call('GETRANGE', KEYS[i], 0, 20), '^(%d+) ') "
    "if not stored or tonumber(stored) <= tonumber(string.match(ARGV[i], '^%d+')) then "
    "redis.call('SET', KEYS[i], ARGV[i]) end end return 0";

// Redis runs a script to its end before it serves anybody else.
constexpr std::size_t entries_per_call = 100;

const std::string& script_sha1() {
  static const std::string sha1 = [] {
    unsigned char digest[SHA_DIGEST_LENGTH];
    const std::string_view text = script;
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    std::string hex;
    for (const unsigned char byte : digest) {
      hex += "0123456789abcdef"[byte >> 4];
      hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
  }();
  return sha1;
}

Arguments call(std::span<const PositionedEntry> entries) {
  Arguments arguments{"EVALSHA", script_sha1(), std::to_string(entries.size())};
  for (const PositionedEntry& entry : entries) arguments.push_back(entry.key);
  for (const PositionedEntry& entry : entries) arguments.push_back(std::to_string(entry.position) + ' ' + entry.value);
  return arguments;
}

template <typename Send>
void set_all(std::span<const PositionedEntry> entries, Send send) {
  while (!entries.empty()) {
    const std::size_t count = std::min(entries.size(), entries_per_call);
    Arguments arguments = call(entries.first(count));
    Reply reply = send(arguments);
    if (reply.type == Reply::Type::error && reply.text.starts_with("NOSCRIPT")) {
      arguments[0] = "EVAL";  // which also makes Redis remember the script
      arguments[1] = script;
      reply = send(arguments);
    }
    if (reply.type == Reply::Type::error) throw Unavailable("Redis: " + reply.text);
    entries = entries.subspan(count);
  }
}

}  // namespace

void set_if_newer(Connection& connection, const std::vector<PositionedEntry>& entries) {
  set_all(entries, [&](const Arguments& arguments) { return connection.command(arguments); });
}

void set_if_newer_on(std::uint64_t generation, Connection& connection, const std::vector<PositionedEntry>& entries) {
  set_all(entries, [&](const Arguments& arguments) { return connection.command_on(generation, arguments); });
}

std::optional<CachedValue> parse_cached(const std::optional<std::string>& stored) {
  if (!stored) return std::nullopt;
  CachedValue cached;
  const char* end_of_text = stored->data() + stored->size();
  const auto [end, error] = std::from_chars(stored->data(), end_of_text, cached.position);
  if (error != std::errc() || cached.position < 0 || end == end_of_text || *end != ' ') return std::nullopt;
  cached.value = {end + 1, static_cast<std::size_t>(end_of_text - end - 1)};
  return cached;
}

}  // namespace frontdesk::redis
