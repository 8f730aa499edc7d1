#include "realtime-gateway/recovery/position_codec.hpp"

#include <utility>

#include "platform/auth/password.hpp"
#include "schemas/wire/uuid.hpp"

namespace frontdesk::realtime_gateway {
namespace {

constexpr char version = 1;
constexpr std::size_t partitions_max = 4096;
constexpr std::size_t rooms_max = 4096;
constexpr std::size_t fingerprint_digits = 16;
// In place of a length: sixteen bytes follow, which are a UUID.
constexpr std::uint64_t uuid_mark = 0;
constexpr std::size_t uuid_bytes = 16;

class Writer {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>((value & 0x7F) | 0x80);
    out_ += static_cast<char>(value);
  }
  void byte(char value) { out_ += value; }
  void text(std::string_view value) {
    number(value.size() + 1);
    out_ += value;
  }
  // A name such as "queue:<UUID>": most of it is the UUID, which takes 36 characters or 16 bytes.
  void name(std::string_view value) {
    const auto colon = value.find(':') + 1;  // 0: none, then all of it is the id
    const auto id = value.substr(colon);
    text(value.substr(0, colon));
    if (const auto uuid = wire::parse_uuid(id); uuid != id) return text(id);
    number(uuid_mark);
    int high = -1;
    for (const char digit : id) {
      if (digit == '-') continue;
      const int value_of_digit = digit <= '9' ? digit - '0' : digit - 'a' + 10;
      if (high >= 0) out_ += static_cast<char>(high * 16 + value_of_digit);
      high = high >= 0 ? -1 : value_of_digit;
    }
  }
  void point(const LogPoint& point) {
    number(point.places.size());
    for (const auto& place : point.places) {
      number(static_cast<std::uint64_t>(place.offset) * 2 + (place.told > 0 ? 1 : 0));
      if (place.told > 0) number(static_cast<std::uint64_t>(place.told));
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_{version};
};

// Whatever it meets, it reads on to the end; `whole` says whether all was well.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) { good_ = byte() == version; }

  std::uint64_t number(std::uint64_t max) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      const auto next = static_cast<unsigned char>(byte());
      value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if (next < 0x80) {
        good_ = good_ && value <= max;
        return good_ ? value : 0;
      }
    }
    good_ = false;
    return 0;
  }
  char byte() {
    const auto one = take(1);
    return one.empty() ? '\0' : one.front();
  }
  std::string text() {
    const auto size = number(rest_.size());
    good_ = good_ && size > 0;
    return good_ ? std::string(take(size - 1)) : std::string();
  }
  std::string name() {
    std::string name = text();
    const auto size = number(rest_.size());
    if (!good_) return {};
    if (size == uuid_mark) return name + uuid(take(uuid_bytes));
    return name.append(take(size - 1));
  }
  LogPoint point() {
    LogPoint point;
    const auto partitions = number(partitions_max);
    for (std::uint64_t i = 0; i < partitions && good_; ++i) {
      const auto offset = number(2 * offset_max + 1);
      const auto told = offset % 2 == 1 ? number(told_max) : 0;
      point.places.push_back({static_cast<std::int64_t>(offset / 2), static_cast<int>(told)});
    }
    return point;
  }
  bool failed() const { return !good_; }
  bool whole() const { return good_ && rest_.empty(); }

 private:
  static constexpr std::uint64_t offset_max = (std::uint64_t{1} << 61) - 1;
  static constexpr std::uint64_t told_max = 1'000'000;

  std::string_view take(std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return {};
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  static std::string uuid(std::string_view bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
      text += "0123456789abcdef"[static_cast<unsigned char>(bytes[i]) >> 4];
      text += "0123456789abcdef"[static_cast<unsigned char>(bytes[i]) & 15];
    }
    return text;
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string encode(const ResumeToken& token) {
  Writer out;
  out.name(token.user_id);
  out.text(token.sid);
  out.text(token.stale_position);
  out.point(token.begun);
  return out.take();
}

std::optional<ResumeToken> decode_resume_token(std::string_view bytes) {
  Reader in(bytes);
  ResumeToken token;
  token.user_id = in.name();
  token.sid = in.text();
  token.stale_position = in.text();
  token.begun = in.point();
  return in.whole() ? std::optional(std::move(token)) : std::nullopt;
}

std::string encode(const StreamPosition& position) {
  Writer out;
  out.point(position.at);
  out.number(position.serial);
  out.byte(position.too_many_rooms ? 1 : 0);
  out.number(position.rooms.size());
  for (const auto& room : position.rooms) out.name(room);
  return out.take();
}

std::optional<StreamPosition> decode_stream_position(std::string_view bytes) {
  Reader in(bytes);
  StreamPosition position;
  position.at = in.point();
  position.serial = static_cast<std::uint32_t>(in.number(UINT32_MAX));
  position.too_many_rooms = in.number(1) == 1;
  const auto rooms = in.number(rooms_max);
  for (std::uint64_t i = 0; i < rooms && !in.failed(); ++i) position.rooms.push_back(in.name());
  return in.whole() ? std::optional(std::move(position)) : std::nullopt;
}

std::string fingerprint(std::string_view position_text) {
  return auth::sha256_hex(position_text).substr(0, fingerprint_digits);
}

}  // namespace frontdesk::realtime_gateway
