#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/auth/jwt.hpp"

namespace frontdesk::auth {

// Signs access tokens on threads of its own: an RS256 signature takes up to a millisecond, too long for a thread on
// which others wait. Thousands may want one at the same time (after a restart, say). They take turns: who has a place
// goes on with what leads to its signature, the others wait here, where they are in nobody's way. Thread-safe.
class Signatures {
 public:
  struct Options {
    int threads = 1;
    int nice = 10;           // below the process's own priority
    std::size_t places = 4;  // few, so that they slow down before others do
    std::size_t waiting_max = 8192;
  };
  // A turn, given back when its last copy is destroyed.
  class Place {
    friend class Signatures;
    std::shared_ptr<void> held_;
  };
  // `tokens` must outlive it.
  Signatures(const Tokens& tokens, Options options);
  ~Signatures();

  // Calls `begin` once, with a place: on the calling thread if one is free, else on a signing thread as soon as one is.
  // nullopt, before anything is done that could not be undone: too many wait already (on the calling thread), its turn
  // came after `until` (on a signing thread), or all is stopped.
  using Time = std::chrono::steady_clock::time_point;
  void in_turn(Time until, std::function<void(std::optional<Place>)> begin);
  // `done` is called on a signing thread with the token, nullopt if it could not be signed; or on the calling or
  // stopping thread with nullopt when stopped. The place is given back afterwards.
  void sign(Place place, Claims claims, std::function<void(std::optional<std::string> token)> done);
  // Finishes what a thread is at and drops all others. Afterwards nothing is called on the signing threads.
  void stop();

 private:
  class Turns;
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
