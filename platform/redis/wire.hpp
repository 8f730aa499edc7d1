#pragma once
#include <hiredis/hiredis.h>

#include <chrono>
#include <memory>
#include <string>

#include "platform/redis/redis.hpp"

namespace frontdesk::redis {

struct Address {
  std::string host;  // empty: `path` is a Unix socket
  int port = 6379;
  std::string path;
  std::string password;
  int database = 0;
};

// Throws std::invalid_argument; never repeats the URL, which holds the password.
Address parse_url(const std::string& url);

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;

// Connects, authenticates and selects. Throws Unavailable.
Context connect(const Address& address, std::chrono::milliseconds timeout);

// Appends a command in the wire's form; arguments may hold any bytes.
void append_command(std::string& wire, const Arguments& arguments);

// hiredis writes with write(2), which raises SIGPIPE when the server has gone; this does not. Throws Unavailable.
void send_all(const redisContext& context, std::string_view wire);

// Waits for the next answer. Throws Unavailable; the context is then unusable.
Reply receive(redisContext& context);
Reply to_reply(const redisReply& reply);

}  // namespace frontdesk::redis
