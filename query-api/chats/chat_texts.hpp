#pragma once
#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "rows/booking.hpp"

namespace frontdesk::query_api {

// How far a chat had come: what it prints depends on nothing else but the names of people.
struct ChatProgress {
  int owner_last = 0, owner_read = 0, care_last = 0, care_read = 0;
  bool operator==(const ChatProgress&) const = default;
};
inline ChatProgress progress_of(const rows::CareRoom& room) {
  return {room.owner_last, room.owner_read, room.care_last, room.care_read};
}

// A chat as it was printed.
struct ChatText {
  ChatProgress progress;
  std::string messages_json;
  std::string parent_name, veterinarian_name;  // as far as anybody knows; may be empty
};

// The last chats that were printed, so that a client who asks every five seconds costs a look at its room's row. That
// row, read afresh each time, says whether a text is still right. Bounded; thread-safe.
class ChatTexts {
 public:
  // Null: not there, of another progress, or older than names may be.
  std::shared_ptr<const ChatText> find(const std::string& appointment_id, const ChatProgress& progress);
  void keep(const std::string& appointment_id, std::shared_ptr<const ChatText> text);

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Kept {
    std::string appointment_id;
    std::shared_ptr<const ChatText> text;
    Time made_at;
  };
  static std::size_t bytes_of(const Kept& kept);
  void forget(std::list<Kept>::iterator kept);

  std::mutex mutex_;
  std::list<Kept> latest_first_;
  std::unordered_map<std::string, std::list<Kept>::iterator> by_appointment_;
  std::size_t bytes_ = 0;
};

}  // namespace frontdesk::query_api
