#pragma once
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/clinic_client.hpp"

namespace frontdesk::test_support {

// What a crowd of clients was told, and what it was told that the contract does not allow. Thread-safe.
class Notes {
 public:
  void surprise(const std::string& what);
  void surprise(const std::string& what, const Answered& answer);
  void stale(const std::string& what);

  // Once nobody writes any more.
  const std::vector<std::string>& surprises() const { return surprises_; }
  const std::vector<std::string>& stale_reads() const { return stale_; }

 private:
  std::mutex mutex_;
  std::vector<std::string> surprises_;
  std::vector<std::string> stale_;
};

}  // namespace frontdesk::test_support
