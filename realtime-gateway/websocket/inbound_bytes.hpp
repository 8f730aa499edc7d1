#pragma once
#include <cstddef>
#include <string>
#include <unordered_map>

namespace frontdesk::realtime_gateway {

// What clients have sent and the gateway still holds: messages of which parts are read, and those that wait for their
// turn. Bounded for each user, over all connections, and in sum. A connection that holds next to nothing is not
// counted: whatever others do, small messages get through. Loop thread only.
class InboundBytes {
 public:
  InboundBytes(std::size_t per_user_max, std::size_t total_max) : per_user_max_(per_user_max), total_max_(total_max) {}

  enum class Verdict { fits, too_much_of_one_user, too_much_in_sum };

  // One connection's part. The InboundBytes outlive it.
  class Share {
   public:
    Share(InboundBytes& all, std::string user_id) : all_(all), user_id_(std::move(user_id)) {}
    ~Share() { all_.change(user_id_, counted_, 0); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // The connection is about to hold `bytes`. Unless that fits, its share stays what it was.
    [[nodiscard]] Verdict grow_to(std::size_t bytes);
    // It holds no more than `bytes` any longer.
    void shrink_to(std::size_t bytes);

   private:
    InboundBytes& all_;
    const std::string user_id_;
    std::size_t counted_ = 0;
  };

  std::size_t total() const { return total_; }

  static constexpr std::size_t uncounted_max = 16 * 1024;

 private:
  Verdict judge(const std::string& user_id, std::size_t more) const;
  void change(const std::string& user_id, std::size_t from, std::size_t to);

  const std::size_t per_user_max_;
  const std::size_t total_max_;
  std::size_t total_ = 0;
  std::unordered_map<std::string, std::size_t> by_user_;  // of those who hold any
};

}  // namespace frontdesk::realtime_gateway
