#include "platform/redis/connection.hpp"

#include <sys/socket.h>

#include <cerrno>

namespace frontdesk::redis {
// Looked at before each use, so that a server that restarted meanwhile costs a reconnect and not an error. Nothing has
// been sent at that point, so no command can be carried out twice.
bool Connection::Impl::closed_by_peer() const {
  char byte = 0;
  const ssize_t got = ::recv(context_->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  const bool quiet = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  return !quiet;  // bytes nobody asked for are as bad as a closed socket
}

void Connection::Impl::ensure_connected(std::optional<std::uint64_t> only_on) {
  if (only_on && *only_on != generation) throw Unavailable("Redis: reconnected meanwhile");
  if (context_ && !closed_by_peer()) return;
  context_.reset();
  if (only_on) throw Unavailable("Redis: the connection was lost");
  if (outage && !outage->admit(timeout_)) throw Unavailable("Redis: failed a moment ago");
  try {
    context_ = connect(address_, timeout_);
  } catch (const Unavailable&) {
    if (outage) outage->met();
    throw;
  }
  ++generation;
}

std::vector<Reply> Connection::Impl::exchange(const std::string& wire, std::size_t replies,
                                              std::optional<std::uint64_t> only_on) {
  ensure_connected(only_on);
  try {
    send_all(*context_, wire);
    std::vector<Reply> result;
    result.reserve(replies);
    while (result.size() < replies) result.push_back(receive(*context_));
    if (outage) outage->over();
    return result;
  } catch (const Unavailable&) {
    context_.reset();  // answers may still be on their way: this context can never be in step again
    if (outage) outage->met();
    throw;
  }
}

Connection::Connection(const std::string& url, std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(url, timeout)) {}
Connection::~Connection() = default;

Reply Connection::command(const Arguments& arguments) {
  std::string wire;
  append_command(wire, arguments);
  return std::move(impl_->exchange(wire, 1).front());
}

Reply Connection::command_on(std::uint64_t generation, const Arguments& arguments) {
  std::string wire;
  append_command(wire, arguments);
  return std::move(impl_->exchange(wire, 1, generation).front());
}

std::vector<Reply> Connection::pipeline(const std::vector<Arguments>& commands) {
  if (commands.empty()) return {};
  std::string wire;
  for (const Arguments& arguments : commands) append_command(wire, arguments);
  return impl_->exchange(wire, commands.size());
}

std::vector<std::optional<std::string>> Connection::mget(const std::vector<std::string>& keys) {
  if (keys.empty()) return {};
  Arguments arguments{"MGET"};
  arguments.insert(arguments.end(), keys.begin(), keys.end());
  Reply reply = command(arguments);
  if (reply.elements.size() != keys.size()) throw Unavailable("Redis: MGET: " + reply.text);
  std::vector<std::optional<std::string>> values(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (reply.elements[i].type == Reply::Type::text) values[i] = std::move(reply.elements[i].text);
  }
  return values;
}

std::uint64_t Connection::generation() const { return impl_->generation; }

}  // namespace frontdesk::redis
