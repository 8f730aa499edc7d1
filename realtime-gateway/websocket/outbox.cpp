#include "realtime-gateway/websocket/outbox.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace frontdesk::realtime_gateway {
namespace {

// More pieces than this in one call gain nothing measurable.
constexpr std::size_t pieces_max = 64;
// A connection that once had a long queue must not keep its memory for ever.
constexpr std::size_t capacity_kept = 16;

// One piece costs the kernel less if it is not said to be one of several.
ssize_t send_pieces(int socket, iovec* pieces, std::size_t count) {
  constexpr int flags = MSG_NOSIGNAL | MSG_DONTWAIT;
  if (count == 1) return send(socket, pieces->iov_base, pieces->iov_len, flags);
  msghdr header{};
  header.msg_iov = pieces;
  header.msg_iovlen = count;
  return sendmsg(socket, &header, flags);
}

}  // namespace

void Outbox::push(SharedFrame message) {
  bytes_ += message->size();
  messages_.push_back(std::move(message));
}

Outbox::Written Outbox::write_to(int socket) {
  while (!empty()) {
    std::array<iovec, pieces_max> pieces;
    const std::size_t count = std::min(messages(), pieces_max);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string& message = *messages_[first_ + i];
      const std::size_t skip = i == 0 ? begun_ : 0;
      // sendmsg only reads, but iovec serves both directions.
      pieces[i] = {const_cast<char*>(message.data()) + skip, message.size() - skip};
    }
    const ssize_t sent = send_pieces(socket, pieces.data(), count);
    if (sent < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN || errno == EWOULDBLOCK ? Written::blocked : Written::failed;
    }
    consume(static_cast<std::size_t>(sent));
  }
  reset();
  return Written::all;
}

void Outbox::drop_unbegun() {
  const std::size_t kept = begun_ > 0 ? 1 : 0;
  while (messages() > kept) {
    bytes_ -= messages_.back()->size();
    messages_.pop_back();
  }
}

void Outbox::consume(std::size_t bytes) {
  bytes_ -= bytes;
  begun_ += bytes;
  while (first_ < messages_.size() && begun_ >= messages_[first_]->size()) {
    begun_ -= messages_[first_]->size();
    messages_[first_].reset();
    ++first_;
  }
}

void Outbox::reset() {
  messages_.clear();
  first_ = 0;
  if (messages_.capacity() > capacity_kept) messages_.shrink_to_fit();
}

}  // namespace frontdesk::realtime_gateway
