#include "platform/auth/signatures.hpp"

#include <deque>
#include <exception>
#include <mutex>
#include <utility>

#include "platform/auth/background_threads.hpp"
#include "platform/logging/log.hpp"
#include "platform/time/wall_clock.hpp"

namespace frontdesk::auth {

// Shared by all places: the last may be given back when the rest has gone.
class Signatures::Turns {
 public:
  using Begin = std::function<void(std::optional<Place>)>;

  Turns(const Options& options, BackgroundThreads& threads)
      : free_(options.places), waiting_max_(options.waiting_max), threads_(threads) {}

  void in_turn(const std::shared_ptr<Turns>& self, Time until, Begin begin) {
    std::unique_lock lock(mutex_);
    if (!stopped_ && free_ == 0 && waiting_.size() < waiting_max_) {
      waiting_.push_back({until, std::move(begin)});
      return;
    }
    const bool may = !stopped_ && free_ > 0;
    if (may) --free_;
    lock.unlock();
    if (may) return begin(place(self));
    begin(std::nullopt);
  }

  void stop() {
    std::deque<Waiting> dropped;
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
      dropped.swap(waiting_);
    }
    for (const Waiting& one : dropped) one.begin(std::nullopt);
  }

 private:
  struct Waiting {
    Time until;
    Begin begin;
  };

  static Place place(const std::shared_ptr<Turns>& self) {
    Place place;
    place.held_ = std::shared_ptr<void>(nullptr, [self](void*) { give_back(self); });
    return place;
  }

  static void give_back(const std::shared_ptr<Turns>& self) {
    Waiting next;
    {
      const std::lock_guard lock(self->mutex_);
      if (self->waiting_.empty()) {
        ++self->free_;
        return;
      }
      next = std::move(self->waiting_.front());
      self->waiting_.pop_front();
    }
    // Not here: this may be the thread that nobody may hold up.
    self->threads_.submit({[self, next] {
                             const auto turn = place(self);
                             const bool in_time = std::chrono::steady_clock::now() <= next.until;
                             next.begin(in_time ? std::optional(turn) : std::nullopt);
                           },
                           [next] { next.begin(std::nullopt); }});
  }

  std::mutex mutex_;
  std::size_t free_;
  const std::size_t waiting_max_;
  std::deque<Waiting> waiting_;
  bool stopped_ = false;
  BackgroundThreads& threads_;  // there as long as anybody waits
};

class Signatures::Impl {
 public:
  // Each place has one job at a time: to begin, or to be signed.
  Impl(const Tokens& tokens, const Options& options)
      : tokens_(tokens),
        threads_({.name = "signatures",
                  .threads = options.threads,
                  .nice = options.nice,
                  .waiting_max = 2 * options.places}),
        turns_(std::make_shared<Turns>(options, threads_)) {}
  ~Impl() { stop(); }

  void in_turn(Time until, Turns::Begin begin) { turns_->in_turn(turns_, until, std::move(begin)); }

  void sign(Place place, Claims claims, const std::function<void(std::optional<std::string>)>& done) {
    threads_.submit({[this, place = std::move(place), claims = std::move(claims), done] { done(signature_of(claims)); },
                     [done] { done(std::nullopt); }});
  }

  void stop() {
    turns_->stop();
    threads_.stop();
  }

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
  BackgroundThreads threads_;
  const std::shared_ptr<Turns> turns_;
};

Signatures::Signatures(const Tokens& tokens, Options options) : impl_(std::make_unique<Impl>(tokens, options)) {}
Signatures::~Signatures() = default;
void Signatures::in_turn(Time until, std::function<void(std::optional<Place>)> begin) {
  impl_->in_turn(until, std::move(begin));
}
void Signatures::sign(Place place, Claims claims, std::function<void(std::optional<std::string> token)> done) {
  impl_->sign(std::move(place), std::move(claims), std::move(done));
}
void Signatures::stop() { impl_->stop(); }

}  // namespace frontdesk::auth
