#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/auth/jwt.hpp"

namespace frontdesk::auth {

// Signs access tokens on threads of its own: an RS256 signature takes up to a millisecond, too long for a thread on
// which others wait. Who will have something to sign takes a place first, before anything is done that cannot be undone
// (a spent refresh token), and is sent away then if there is none; who has a place is never sent away. Thread-safe.
class Signatures {
 public:
  struct Options {
    int threads = 1;
    int nice = 5;  // below the process's own priority
    std::size_t places_max = 8192;
  };
  // Held from before the decision until the signature is made. Copies hold the same place.
  class Place {
    friend class Signatures;
    std::shared_ptr<void> held_;
  };
  // `tokens` must outlive it.
  Signatures(const Tokens& tokens, Options options);
  ~Signatures();

  // nullopt: so many are held already that a further one would wait for seconds.
  std::optional<Place> place();
  // `done` is called on a signing thread with the token, nullopt if it could not be signed; or on the calling or
  // stopping thread with nullopt when stopped.
  void sign(Place place, Claims claims, std::function<void(std::optional<std::string> token)> done);
  // Finishes what a thread is at and drops all others. Afterwards nothing is called on the signing threads.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::auth
