#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

// Where a request comes from: who asks, and under which name it is found in logs. Any thread.
namespace frontdesk::http {

// The given id if it is harmless (1 to 64 of A-Za-z0-9._-), else a fresh one: a name to find log lines by, no secret.
std::string correlation_id(std::string_view given);

// The client's address: the peer's, or, where the peer is a trusted proxy, what that proxy has seen.
std::string seen_client(const Request& request, const std::string& peer_address,
                        const std::vector<std::string>& trusted_proxies);

}  // namespace frontdesk::http
