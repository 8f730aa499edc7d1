#pragma once
#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "platform/auth/claims.hpp"

namespace frontdesk::auth {

// Tokens whose signature was found good, by their whole text. Bounded: each shard keeps two generations and forgets the
// older one when the younger is full, so what is in use stays. Thread-safe.
class VerifiedTokens {
 public:
  std::optional<Payload> find(std::string_view token) {
    Shard& shard = shard_of(token);
    const std::lock_guard lock(shard.mutex);
    if (const auto young = shard.young.find(token); young != shard.young.end()) return young->second;
    const auto old = shard.old.find(token);
    if (old == shard.old.end()) return std::nullopt;
    Payload payload = old->second;
    shard.keep(std::string(token), payload);
    return payload;
  }

  void add(std::string_view token, const Payload& payload) {
    Shard& shard = shard_of(token);
    const std::lock_guard lock(shard.mutex);
    shard.keep(std::string(token), payload);
  }

 private:
  static constexpr std::size_t shards = 16;
  static constexpr std::size_t generation_max = 1024;  // tokens; about 1 KB each

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Generation = std::unordered_map<std::string, Payload, Hash, std::equal_to<>>;

  struct Shard {
    std::mutex mutex;
    Generation young;
    Generation old;

    void keep(std::string token, const Payload& payload) {
      if (young.size() >= generation_max) {
        old = std::move(young);
        young = Generation();
      }
      young.insert_or_assign(std::move(token), payload);
    }
  };

  // The end of a token is its signature: as good as random.
  Shard& shard_of(std::string_view token) {
    return shards_[Hash()(token.substr(token.size() - std::min<std::size_t>(token.size(), 16))) % shards];
  }

  std::array<Shard, shards> shards_;
};

}  // namespace frontdesk::auth
