#pragma once
#include <string>

#include "platform/http/clients.hpp"
#include "platform/outage/outage.hpp"

namespace frontdesk::query_api {

// Asks command-api to mark what the other side of an appointment's chat has written as read, in the caller's name.
// Thread-safe.
class ReadMarks {
 public:
  ReadMarks(std::string host, std::uint16_t port);
  // Blocks until it is stored, and readable unless projections are late. False: nobody can.
  bool mark(const std::string& token, const std::string& appointment_id);

 private:
  http::Clients command_api_;
  Outage outage_;
};

}  // namespace frontdesk::query_api
