#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace frontdesk::http {

// Where a request begins and ends (RFC 9112), stricter than the RFC allows: whatever two readers could understand
// differently is refused, because that is how requests are smuggled past an edge. No bare LF, NUL or folded header, one
// Content-Length in digits, no Transfer-Encoding (411: the edge never sends one).
struct Head {
  std::string method;
  std::string target;                                        // raw
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::size_t bytes = 0;                                     // of the head, with its empty line
  std::uint64_t content_length = 0;
  bool http_1_0 = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

struct Incomplete {};
struct Malformed {
  int status;
};

// `scanned` remembers how far earlier calls for the same request have looked, so that a head that arrives byte by byte
// costs no more than one that arrives at once; start it at 0 for each request.
std::variant<Incomplete, Malformed, Head> read_head(std::string_view bytes, std::size_t& scanned,
                                                    std::size_t head_bytes_max);

// Of a head that has not been understood, or not come whole: what it takes to word a refusal. The request line's path,
// undecoded, and the first Origin whose line is there; each is empty when it cannot be told.
std::string_view path_of(std::string_view head);
std::string_view origin_of(std::string_view head);

}  // namespace frontdesk::http
