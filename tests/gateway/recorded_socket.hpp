#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "realtime-gateway/sockets/socket.hpp"

namespace frontdesk::realtime_gateway {

// A connection without a socket: remembers what it was told.
class RecordedSocket final : public Socket {
 public:
  explicit RecordedSocket(Identity identity) : Socket(std::move(identity)) {}

  void send(SharedFrame frame) override {
    if (!closed) received.push_back(std::move(frame));
  }
  void close(CloseReason reason) override {
    if (!closed) closed = reason;
  }
  const Framing& framing() const override { return text_framing(); }
  bool open() const override { return !closed; }

  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const auto& frame : received) all.push_back(*frame);
    return all;
  }

  std::vector<SharedFrame> received;
  std::optional<CloseReason> closed;

 private:
  class TextFraming final : public Framing {
   public:
    // With a position as the third word.
    SharedFrame frame(std::string_view event, std::string_view data_json, std::string_view position) const override {
      std::string text = std::string(event) + ' ' + std::string(data_json);
      if (!position.empty()) text.append(" @").append(position);
      return std::make_shared<const std::string>(std::move(text));
    }
  };
  static const Framing& text_framing() {
    static const TextFraming framing;
    return framing;
  }
};

inline std::shared_ptr<RecordedSocket> recorded_socket(std::string user_id, std::string session_id = "s1",
                                                       std::int64_t expires_at_s = 1'000'000,
                                                       std::chrono::milliseconds asked_at = {}) {
  return std::make_shared<RecordedSocket>(
      Identity{std::move(user_id), std::move(session_id), "token", expires_at_s, asked_at});
}

}  // namespace frontdesk::realtime_gateway
