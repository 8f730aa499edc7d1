#include "platform/auth/signatures.hpp"

#include <atomic>
#include <exception>
#include <utility>

#include "platform/auth/background_threads.hpp"
#include "platform/logging/log.hpp"
#include "platform/time/wall_clock.hpp"

namespace frontdesk::auth {

class Signatures::Impl {
 public:
  Impl(const Tokens& tokens, const Options& options)
      : tokens_(tokens),
        places_max_(options.places_max),
        threads_({.name = "signatures",
                  .threads = options.threads,
                  .nice = options.nice,
                  .waiting_max = options.places_max}) {}

  // One count for all places; each shares it, as it may be given back after the pool has gone.
  std::shared_ptr<void> take_place() {
    if (held_->fetch_add(1) < places_max_) {
      return {nullptr, [held = held_](void*) { held->fetch_sub(1); }};
    }
    held_->fetch_sub(1);
    return {};
  }

  void sign(Place place, Claims claims, const std::function<void(std::optional<std::string>)>& done) {
    threads_.submit({[this, place = std::move(place), claims = std::move(claims), done] { done(signature_of(claims)); },
                     [done] { done(std::nullopt); }});
  }

  void stop() { threads_.stop(); }

 private:
  // What cannot be signed (an exhausted memory, a broken library) must not end the process for all others.
  std::optional<std::string> signature_of(const Claims& claims) const {
    try {
      return tokens_.sign(claims, wall_clock_now());
    } catch (const std::exception& error) {
      logging::error("an access token could not be signed", {{"error", error.what()}});
      return std::nullopt;
    }
  }

  const Tokens& tokens_;
  const std::size_t places_max_;
  const std::shared_ptr<std::atomic<std::size_t>> held_ = std::make_shared<std::atomic<std::size_t>>(0);
  BackgroundThreads threads_;
};

Signatures::Signatures(const Tokens& tokens, Options options) : impl_(std::make_unique<Impl>(tokens, options)) {}
Signatures::~Signatures() = default;

std::optional<Signatures::Place> Signatures::place() {
  auto held = impl_->take_place();
  if (held.use_count() == 0) return std::nullopt;
  Place place;
  place.held_ = std::move(held);
  return place;
}

void Signatures::sign(Place place, Claims claims, std::function<void(std::optional<std::string> token)> done) {
  impl_->sign(std::move(place), std::move(claims), std::move(done));
}

void Signatures::stop() { impl_->stop(); }

}  // namespace frontdesk::auth
