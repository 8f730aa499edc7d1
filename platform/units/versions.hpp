#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace frontdesk::units {

// How many events each subject (aggregate) has: those read back, and on top those written and not yet read back.
class Versions {
 public:
  // Number of the event now being written to `subject`, from 1.
  std::uint64_t write(const std::string& subject) {
    const auto found = confirmed_.find(subject);
    return (found == confirmed_.end() ? 0 : found->second) + ++written_[subject];
  }
  void confirm(std::string_view subject) {
    const std::string name(subject);
    ++confirmed_[name];
    const auto found = written_.find(name);
    if (found != written_.end() && --found->second == 0) written_.erase(found);
  }
  void forget_written() { written_.clear(); }

 private:
  std::unordered_map<std::string, std::uint64_t> confirmed_;
  std::unordered_map<std::string, std::uint64_t> written_;
};

}  // namespace frontdesk::units
