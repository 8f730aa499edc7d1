#include "platform/event_log/partitioning.hpp"

#include <array>
#include <cstdio>

namespace frontdesk::event_log {
namespace {

std::uint32_t byte_at(std::string_view text, std::size_t index) { return static_cast<unsigned char>(text[index]); }

}  // namespace

std::uint32_t murmur2(std::string_view key) {
  constexpr std::uint32_t seed = 0x9747b28c;
  constexpr std::uint32_t m = 0x5bd1e995;
  constexpr int r = 24;

  std::uint32_t h = seed ^ static_cast<std::uint32_t>(key.size());
  const std::size_t whole = key.size() & ~std::size_t{3};
  for (std::size_t i = 0; i < whole; i += 4) {
    std::uint32_t k =
        byte_at(key, i) | byte_at(key, i + 1) << 8 | byte_at(key, i + 2) << 16 | byte_at(key, i + 3) << 24;
    k *= m;
    k ^= k >> r;
    k *= m;
    h *= m;
    h ^= k;
  }
  const std::size_t rest = key.size() - whole;
  if (rest >= 3) h ^= byte_at(key, whole + 2) << 16;
  if (rest >= 2) h ^= byte_at(key, whole + 1) << 8;
  if (rest >= 1) {
    h ^= byte_at(key, whole);
    h *= m;
  }
  h ^= h >> 13;
  h *= m;
  h ^= h >> 15;
  return h;
}

int partition_of(std::string_view key, int partitions) {
  // Kafka's toPositive clears the sign bit; it does not negate.
  return static_cast<int>(murmur2(key) & 0x7fffffff) % partitions;
}

std::string mint_id(int partition, int partitions, const std::function<std::string()>& draw) {
  for (;;) {
    std::string id = draw();
    if (partition_of(id, partitions) == partition) return id;
  }
}

std::string uuid_from(std::uint64_t high, std::uint64_t low) {
  constexpr std::uint64_t version_4 = 0x4000;
  constexpr std::uint64_t variant_rfc4122 = 0x8000;
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "%08x-%04x-%04x-%04x-%012llx", static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xffff), static_cast<unsigned>((high & 0x0fff) | version_4),
                static_cast<unsigned>((low >> 48 & 0x3fff) | variant_rfc4122),
                static_cast<unsigned long long>(low & 0xffff'ffff'ffff));
  return {text.data(), 36};
}

}  // namespace frontdesk::event_log
