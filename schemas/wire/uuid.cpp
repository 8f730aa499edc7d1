#include "schemas/wire/uuid.hpp"

#include <algorithm>

#include "schemas/wire/ascii.hpp"

namespace frontdesk::wire {

namespace {
constexpr std::string_view nil = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view max = "ffffffff-ffff-ffff-ffff-ffffffffffff";

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
}  // namespace

std::optional<std::string> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string id(text);
  std::transform(id.begin(), id.end(), id.begin(), lower);
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? id[i] != '-' : !is_hex(id[i])) return std::nullopt;
  }
  if (id == nil || id == max) return id;
  const bool version_fits = id[14] >= '1' && id[14] <= '8';
  const bool variant_fits = id[19] == '8' || id[19] == '9' || id[19] == 'a' || id[19] == 'b';
  if (!version_fits || !variant_fits) return std::nullopt;
  return id;
}

}  // namespace frontdesk::wire
