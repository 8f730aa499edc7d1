#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace frontdesk::command_api::clinic_queue_facade {

// Uses of one refresh token that are under way at the same time. Contract 004, section 2: uses that arrive before the
// first was answered do not count as reuse. Thread-safe. Forgotten when the process ends: in doubt a use counts as
// reuse.
class RefreshUses {
 public:
  // One use; keep it until its answer is given.
  class Use {
   public:
    // True when another use of the token was under way at some time during this one.
    bool concurrent() const { return shared_->load(); }
    // A success was answered: what arrives from now on is a reuse.
    void answered();
    ~Use();

   private:
    friend class RefreshUses;
    Use(RefreshUses& uses, std::string token_hash, std::shared_ptr<std::atomic<bool>> shared);
    RefreshUses& uses_;
    std::string token_hash_;
    std::shared_ptr<std::atomic<bool>> shared_;
  };
  std::shared_ptr<Use> arrive(const std::string& token_hash);

 private:
  struct UnderWay {
    int uses = 0;
    std::shared_ptr<std::atomic<bool>> shared;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, UnderWay> under_way_;
};

}  // namespace frontdesk::command_api::clinic_queue_facade
