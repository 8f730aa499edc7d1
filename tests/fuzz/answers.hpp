#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/fuzz/exchange.hpp"

namespace frontdesk::fuzz {

struct Answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::string body;
  std::string_view header(std::string_view lower_case_name) const;  // empty when absent
  bool closes() const;                                              // it says that the connection ends with it
};

// Read strictly (RFC 9112): what a lenient client would forgive is a fault here.
struct Reading {
  std::optional<Answer> answer;  // whole; otherwise more bytes are needed
  std::string fault;             // what makes it no HTTP; then nothing else counts
};

// Takes the next answer off the front of `bytes`, interim ones (100) before it too. `ended`: no more bytes will come.
// `head`: the answer may end with its head.
Reading take_answer(std::string& bytes, bool head, bool ended);

// What contract 004 and its neighbours forbid about this answer; empty when nothing.
std::string fault_of(const Answer& answer, const Exchange& exchange, Door door);

// The server's side of a WebSocket after the upgrade: the first thing that RFC 6455 or the plain JSON framing forbids,
// empty when nothing. The last frame may be cut off.
std::string fault_of_frames(std::string_view bytes);

}  // namespace frontdesk::fuzz
