#include "realtime-gateway/recovery/stream_positions.hpp"

#include <algorithm>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

constexpr std::string_view purpose = "frontdesk: where a connection is in the log";

std::string context(std::string_view kind, const std::string& generation) {
  return std::string(kind).append(1, ' ').append(generation);
}

}  // namespace

// Leaves the list of sets with its last user.
class StreamPositions::Set final : public RoomSet {
 public:
  Set(std::shared_ptr<StreamPositions> positions, std::string key, std::vector<std::string> rooms)
      : positions_(std::move(positions)), key_(std::move(key)), rooms_(std::move(rooms)) {}
  ~Set() override { positions_->sets_.erase(key_); }
  Set(const Set&) = delete;
  Set& operator=(const Set&) = delete;

  std::string position() const override { return positions_->text(positions_->now(), rooms_); }

 private:
  const std::shared_ptr<StreamPositions> positions_;
  const std::string key_;
  const std::vector<std::string> rooms_;
};

StreamPositions::StreamPositions(std::string_view secret, LogPoint begin, std::uint32_t serial)
    : sealed_(secret, purpose), now_(std::move(begin)), serial_(serial) {}

std::string StreamPositions::text(const LogPoint& at, const std::vector<std::string>& rooms) {
  StreamPosition position{at, serial_++, rooms.size() > rooms_max, {}};
  if (!position.too_many_rooms) position.rooms = rooms;
  return sealed_.seal(context("position", generation_), encode(position));
}

std::string StreamPositions::text(const ResumeToken& token) {
  return sealed_.seal(context("token", generation_), encode(token));
}

std::optional<StreamPosition> StreamPositions::position(std::string_view text) {
  const auto bytes = known() ? sealed_.open(context("position", generation_), text) : std::nullopt;
  return bytes ? decode_stream_position(*bytes) : std::nullopt;
}

std::optional<ResumeToken> StreamPositions::resume_token(std::string_view text) {
  const auto bytes = known() ? sealed_.open(context("token", generation_), text) : std::nullopt;
  return bytes ? decode_resume_token(*bytes) : std::nullopt;
}

std::shared_ptr<const RoomSet> StreamPositions::set_of(std::vector<std::string> rooms) {
  std::sort(rooms.begin(), rooms.end());
  std::string key;
  for (const auto& room : rooms) key.append(room).append(1, '\n');
  if (auto known = sets_[key].lock()) return known;
  auto made = std::make_shared<const Set>(shared_from_this(), key, std::move(rooms));
  sets_[key] = made;
  return made;
}

}  // namespace frontdesk::realtime_gateway
