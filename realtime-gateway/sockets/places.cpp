#include "realtime-gateway/sockets/places.hpp"

#include <utility>

namespace frontdesk::realtime_gateway {

class Places::Taken {
 public:
  Taken(std::shared_ptr<Counts> counts, Counts::iterator of_key) : counts_(std::move(counts)), of_key_(of_key) {
    ++of_key_->second;
  }
  ~Taken() {
    if (--of_key_->second == 0) counts_->erase(of_key_);
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

 private:
  const std::shared_ptr<Counts> counts_;
  const Counts::iterator of_key_;
};

Places::Place Places::take(const std::string& key) {
  if (taken(key) >= max_per_key_) return nullptr;
  return std::make_shared<Taken>(counts_, counts_->try_emplace(key).first);
}

std::size_t Places::taken(const std::string& key) const {
  const auto found = counts_->find(key);
  return found == counts_->end() ? 0 : found->second;
}

}  // namespace frontdesk::realtime_gateway
