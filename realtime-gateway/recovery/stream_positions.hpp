#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/auth/sealed_text.hpp"
#include "realtime-gateway/recovery/position_codec.hpp"
#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {

// Where this gateway is in the log, and the texts that clients keep of it. They open in every gateway that has the same
// secret and reads the same log, and nowhere else. Loop thread only.
class StreamPositions : public std::enable_shared_from_this<StreamPositions> {
 public:
  // `serial`: where to begin counting texts; by chance, so that the next process begins elsewhere.
  StreamPositions(std::string_view secret, LogPoint begin, std::uint32_t serial);

  void read(std::string generation) { generation_ = std::move(generation); }  // of the log
  // Texts can be made and opened.
  bool known() const { return !generation_.empty(); }

  const LogPoint& now() const { return now_; }
  void told(std::size_t partition, LogPoint::Place to) { now_.advance(partition, to); }

  std::string text(const LogPoint& at, const std::vector<std::string>& rooms);
  std::string text(const ResumeToken& token);
  std::optional<StreamPosition> position(std::string_view text);
  std::optional<ResumeToken> resume_token(std::string_view text);

  // Names of rooms without the user's own.
  std::shared_ptr<const RoomSet> set_of(std::vector<std::string> rooms);

  // More than these are not written down.
  static constexpr std::size_t rooms_max = 16;

 private:
  class Set;

  auth::SealedText sealed_;
  std::string generation_;
  LogPoint now_;
  std::uint32_t serial_;
  std::unordered_map<std::string, std::weak_ptr<const Set>> sets_;  // by their names
};

}  // namespace frontdesk::realtime_gateway
