#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "realtime-gateway/engineio/packet.hpp"
#include "realtime-gateway/engineio/revision.hpp"

namespace frontdesk::engineio {

// How a polling body holds its packets: set apart by a character; of the third revision, each behind the number of its
// characters, or, where bytes are among them (application/octet-stream), of its bytes.
enum class PayloadForm : char { separated, counted, counted_bytes };

// Reads the packets of a polling body, one by one. A body without any is broken.
class PayloadReader {
 public:
  PayloadReader(std::string_view body, PayloadForm form) : rest_(body), form_(form) {}

  // The next packet, whose data lives until the next call. nullopt: at the end, or what follows is no packet.
  std::optional<Packet> next();
  bool broken() const { return broken_; }

 private:
  std::optional<std::string_view> next_text();
  std::optional<std::string_view> next_counted_text();
  std::optional<Packet> next_counted_bytes();
  std::optional<Packet> fail();

  std::string_view rest_;
  const PayloadForm form_;
  std::string binary_;
  bool ended_ = false;
  bool broken_ = false;
};

// Writes packets into a polling body.
class PayloadWriter {
 public:
  explicit PayloadWriter(Revision revision) : revision_(revision) {}

  void add_text(std::string_view packet);  // with its type
  void add_binary(std::string_view bytes);
  std::size_t packets() const { return packets_; }
  std::string take() { return std::move(body_); }

 private:
  const Revision revision_;
  std::string body_;
  std::size_t packets_ = 0;
};

}  // namespace frontdesk::engineio
