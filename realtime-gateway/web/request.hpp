#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::web {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first field of that name, in any case; empty: there is none.
std::string_view header(const Headers& headers, std::string_view name);

// A request's head.
struct Request {
  std::string method;
  std::string path;   // undecoded
  std::string query;  // behind the question mark, undecoded
  Headers headers;
  std::string remote_address;  // of the peer
};

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  Headers headers = {};
  bool close = false;  // the connection ends with it
};

}  // namespace frontdesk::web
