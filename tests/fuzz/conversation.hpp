#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "tests/fuzz/exchange.hpp"

namespace frontdesk::fuzz {

struct Patience {
  std::chrono::milliseconds answer{15'000};  // for what is due; longer is a hang
  std::chrono::milliseconds undecided{40};   // for what may come or not, before the client leaves
};

// Has one exchange with the port on loopback and judges what came back. Empty when nothing is wrong.
std::string fault_in_conversation(const Exchange& exchange, Door door, std::uint16_t port,
                                  const Patience& patience = {});

// An unfinished request, kept open: the server has to end the connection, with or without an answer, within
// `patience`. Empty when it does.
std::string fault_in_waiting(const std::string& unfinished, std::uint16_t port, std::chrono::milliseconds patience);

}  // namespace frontdesk::fuzz
