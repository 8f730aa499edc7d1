#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "platform/executor/executor.hpp"
#include "platform/workers/workers.hpp"
#include "realtime-gateway/commands/socket_commands.hpp"

namespace frontdesk::realtime_gateway {

// command-api's internal routes over kept-alive connections, one a worker. A command is never sent twice: without an
// Idempotency-Key nobody could tell the second from a new one.
std::unique_ptr<SocketCommands> http_socket_commands(std::string host, std::uint16_t port, Workers& workers,
                                                     Executor& loop);

}  // namespace frontdesk::realtime_gateway
