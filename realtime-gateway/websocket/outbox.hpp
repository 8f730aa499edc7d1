#pragma once
#include <cstddef>
#include <vector>

#include "realtime-gateway/sockets/announcement.hpp"

namespace frontdesk::realtime_gateway {

// What waits to be written to one socket: whole messages, the first perhaps partly written.
class Outbox {
 public:
  enum class Written { all, blocked, failed };

  void push(SharedFrame message);
  // As many messages as the kernel takes, several in one call; the socket is non-blocking.
  Written write_to(int socket);
  // Keeps only a message whose beginning the client has already got.
  void drop_unbegun();

  bool empty() const { return first_ == messages_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::size_t messages() const { return messages_.size() - first_; }

 private:
  void consume(std::size_t bytes);
  void reset();

  std::vector<SharedFrame> messages_;
  std::size_t first_ = 0;
  std::size_t begun_ = 0;  // bytes of the first that are out
  std::size_t bytes_ = 0;
};

}  // namespace frontdesk::realtime_gateway
