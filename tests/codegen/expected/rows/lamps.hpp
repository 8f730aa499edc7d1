// Generated from schemas/read_models/lamps.sql: change that, not this file.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/read_models/cached.hpp"

namespace frontdesk::rows {

struct Lamp {
  static constexpr std::string_view table = "lamp";
  static constexpr std::string_view cached_as = "lamp:";
  std::string id;
  std::string label;
  std::optional<std::string> color;  // none: white
  int brightness = 0;
  std::optional<int> timer_minutes;
  double watts = 0;
  bool is_lit = false;
  LocalDate lit_on;
  Instant lit_at;
  std::optional<Instant> goes_out_at;
  std::vector<std::string> bulbs;
  bool operator==(const Lamp&) const = default;
};
std::string cache_json(const Lamp& row);
template <>
std::optional<Lamp> from_cache(std::string_view json);

struct LampSwitch {
  static constexpr std::string_view table = "lamp_switch";
  std::string id;
  std::string lamp_id;
  bool operator==(const LampSwitch&) const = default;
};

}  // namespace frontdesk::rows
