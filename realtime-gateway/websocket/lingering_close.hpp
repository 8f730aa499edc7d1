#pragma once
// Only for .cpp files: pulls in Asio.
#include <functional>

#include "realtime-gateway/websocket/linger_limits.hpp"
#include "realtime-gateway/websocket/queued_socket.hpp"

namespace frontdesk::realtime_gateway {

// What a connection that is about to end asks of its owner.
struct LastWords {
  std::function<bool()> written;  // does the kernel have all that the client is to get?
  bool client_is_done = false;    // the client has said that it sends nothing more
};

// Closes a TCP connection so that what was written last reaches a client that is still sending. Closing with bytes of
// the client unread, or on their way, makes the kernel send a reset, which destroys what the client has not read yet.
// So everything is read and thrown away until the client hangs up, within `limits`. Our own side is shut down only when
// the client pauses: a proxy in between takes that for the end of the whole connection.
// `done` is called once, on the loop, with the socket closed; what it holds keeps `socket` alive.
void close_lingering(TcpSocket& socket, const LingerLimits& limits, LastWords last_words, HungUp done);

}  // namespace frontdesk::realtime_gateway
