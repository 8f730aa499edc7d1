#include "command-api/facades/clinic_queue/refresh_uses.hpp"

namespace frontdesk::command_api::clinic_queue_facade {

RefreshUses::Use::Use(RefreshUses& uses, std::string token_hash, std::shared_ptr<std::atomic<bool>> shared)
    : uses_(uses), token_hash_(std::move(token_hash)), shared_(std::move(shared)) {}

void RefreshUses::Use::answered() {
  const std::lock_guard lock(uses_.mutex_);
  const auto found = uses_.under_way_.find(token_hash_);
  if (found != uses_.under_way_.end() && found->second.shared == shared_) uses_.under_way_.erase(found);
}

RefreshUses::Use::~Use() {
  const std::lock_guard lock(uses_.mutex_);
  const auto found = uses_.under_way_.find(token_hash_);
  if (found == uses_.under_way_.end() || found->second.shared != shared_) return;
  if (--found->second.uses == 0) uses_.under_way_.erase(found);
}

std::shared_ptr<RefreshUses::Use> RefreshUses::arrive(const std::string& token_hash) {
  const std::lock_guard lock(mutex_);
  auto& entry = under_way_[token_hash];
  if (entry.uses == 0) {
    entry.shared = std::make_shared<std::atomic<bool>>(false);
  } else {
    *entry.shared = true;
  }
  ++entry.uses;
  return std::shared_ptr<Use>(new Use(*this, token_hash, entry.shared));
}

}  // namespace frontdesk::command_api::clinic_queue_facade
