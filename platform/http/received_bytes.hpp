#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace frontdesk::http {

// What a client has sent and nobody has taken yet.
class ReceivedBytes {
 public:
  void append(std::string_view bytes) { bytes_.append(bytes); }
  std::string_view unread() const { return std::string_view{bytes_}.substr(consumed_); }
  bool empty() const { return consumed_ == bytes_.size(); }
  void clear() {
    bytes_.clear();
    consumed_ = 0;
  }
  void consume(std::size_t count) {
    consumed_ += count;
    if (consumed_ == bytes_.size()) {
      clear();
      if (bytes_.capacity() > kept_bytes) bytes_.shrink_to_fit();
    } else if (consumed_ > bytes_.size() / 2) {  // not each time: many pipelined requests would cost quadratic time
      bytes_.erase(0, consumed_);
      consumed_ = 0;
    }
  }

  static constexpr std::size_t kept_bytes = 64 * 1024;

 private:
  std::string bytes_;
  std::size_t consumed_ = 0;
};

}  // namespace frontdesk::http
