#include "platform/redis/wire.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <charconv>
#include <cstring>

namespace frontdesk::redis {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      plain += text[i];
    } else {
      plain += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return plain;
}

int number(std::string_view text, int max, const char* what) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > max) {
    throw std::invalid_argument(std::string("Redis URL: bad ") + what);
  }
  return value;
}

void read_unix_parameters(Address& address, std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.starts_with("password=")) {
      address.password = percent_decoded(pair.substr(9));
    } else if (pair.starts_with("db=")) {
      address.database = number(pair.substr(3), 65535, "database");
    } else {
      throw std::invalid_argument("Redis URL: unknown parameter");
    }
  }
}

Address parse_unix(std::string_view rest) {
  Address address;
  const auto question = rest.find('?');
  address.path = percent_decoded(rest.substr(0, question));
  if (address.path.empty() || address.path.front() != '/') throw std::invalid_argument("Redis URL: no socket path");
  if (question != std::string_view::npos) read_unix_parameters(address, rest.substr(question + 1));
  return address;
}

Address parse_tcp(std::string_view rest) {
  Address address;
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    const std::string_view credentials = rest.substr(0, at);
    const auto colon = credentials.find(':');
    if (colon != 0)
      throw std::invalid_argument("Redis URL: user names are not supported, write redis://:password@host");
    address.password = percent_decoded(credentials.substr(1));
    rest.remove_prefix(at + 1);
  }
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    if (slash + 1 < rest.size()) address.database = number(rest.substr(slash + 1), 65535, "database");
    rest = rest.substr(0, slash);
  }
  const auto colon = rest.rfind(':');
  const bool has_port = colon != std::string_view::npos && rest.find(']', colon) == std::string_view::npos;
  if (has_port) address.port = number(rest.substr(colon + 1), 65535, "port");
  address.host = rest.substr(0, has_port ? colon : rest.size());
  if (address.host.size() > 2 && address.host.front() == '[')
    address.host = address.host.substr(1, address.host.size() - 2);
  if (address.host.empty()) throw std::invalid_argument("Redis URL: no host");
  return address;
}

timeval to_timeval(std::chrono::milliseconds timeout) {
  return {static_cast<time_t>(timeout.count() / 1000), static_cast<suseconds_t>(timeout.count() % 1000 * 1000)};
}

void greet(redisContext& context, const Arguments& command) {
  std::string wire;
  append_command(wire, command);
  send_all(context, wire);
  const Reply reply = receive(context);
  if (reply.type == Reply::Type::error) throw Unavailable("Redis refused " + command.front() + ": " + reply.text);
}

}  // namespace

Address parse_url(const std::string& url) {
  const std::string_view text = url;
  if (text.starts_with("unix://")) return parse_unix(text.substr(7));
  if (text.starts_with("redis://")) return parse_tcp(text.substr(8));
  throw std::invalid_argument("Redis URL: must start with redis:// or unix://");
}

Context connect(const Address& address, std::chrono::milliseconds timeout) {
  const timeval limit = to_timeval(timeout);
  Context context(address.host.empty() ? redisConnectUnixWithTimeout(address.path.c_str(), limit)
                                       : redisConnectWithTimeout(address.host.c_str(), address.port, limit));
  if (!context) throw Unavailable("Redis: out of memory");
  if (context->err != 0) throw Unavailable(std::string("Redis: ") + context->errstr);
  if (redisSetTimeout(context.get(), limit) != REDIS_OK) throw Unavailable("Redis: cannot set the timeout");
  if (!address.password.empty()) greet(*context, {"AUTH", address.password});
  if (address.database != 0) greet(*context, {"SELECT", std::to_string(address.database)});
  return context;
}

void append_command(std::string& wire, const Arguments& arguments) {
  wire += '*';
  wire += std::to_string(arguments.size());
  wire += "\r\n";
  for (const std::string& argument : arguments) {
    wire += '$';
    wire += std::to_string(argument.size());
    wire += "\r\n";
    wire += argument;
    wire += "\r\n";
  }
}

void send_all(const redisContext& context, std::string_view wire) {
  while (!wire.empty()) {
    const ssize_t sent = ::send(context.fd, wire.data(), wire.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) throw Unavailable(std::string("Redis: send: ") + std::strerror(errno));
    wire.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Reply to_reply(const redisReply& reply) {
  Reply result;
  switch (reply.type) {
    case REDIS_REPLY_NIL:
      break;
    case REDIS_REPLY_INTEGER:
      result.type = Reply::Type::integer;
      result.integer = reply.integer;
      break;
    case REDIS_REPLY_ARRAY:
      result.type = Reply::Type::array;
      result.elements.reserve(reply.elements);
      for (std::size_t i = 0; i < reply.elements; ++i) result.elements.push_back(to_reply(*reply.element[i]));
      break;
    default:
      result.type = reply.type == REDIS_REPLY_ERROR ? Reply::Type::error : Reply::Type::text;
      result.text.assign(reply.str, static_cast<std::size_t>(reply.len));
  }
  return result;
}

Reply receive(redisContext& context) {
  void* raw = nullptr;
  if (redisGetReply(&context, &raw) != REDIS_OK || raw == nullptr) {
    throw Unavailable(std::string("Redis: ") + (context.err != 0 ? context.errstr : "no answer"));
  }
  const std::unique_ptr<void, decltype(&freeReplyObject)> owner(raw, &freeReplyObject);
  Reply reply = to_reply(*static_cast<const redisReply*>(raw));
  if (reply.type == Reply::Type::error && reply.text.starts_with("LOADING")) throw Unavailable("Redis: " + reply.text);
  return reply;
}

}  // namespace frontdesk::redis
