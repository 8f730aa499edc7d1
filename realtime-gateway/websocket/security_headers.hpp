#pragma once

namespace frontdesk::realtime_gateway {

// Contracts' README, section 9, on every answer of ours; `Message` is one of Beast's.
template <class Message>
void add_security_headers(Message& message) {
  message.set("X-Content-Type-Options", "nosniff");
  message.set("X-Frame-Options", "DENY");
  message.set("Referrer-Policy", "no-referrer");
  message.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
}

}  // namespace frontdesk::realtime_gateway
