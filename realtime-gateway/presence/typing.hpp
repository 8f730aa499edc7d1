#pragma once
#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "platform/executor/executor.hpp"
#include "realtime-gateway/presence/broadcast.hpp"

namespace frontdesk::realtime_gateway {

// Who is typing, told to whoever is in a room but the typist. Facades have asked before whether he may be heard there.
// A client says it with every key; the same is told once a second. Loop thread only.
class Typing {
 public:
  Typing(Broadcast& broadcast, Executor& loop) : broadcast_(broadcast), loop_(loop) {}

  void typed(const std::string& typist, const std::string& room, const std::string& event, std::string data_json);
  void sweep();  // forgets who has stopped

 private:
  static constexpr std::chrono::milliseconds same_again_after{1000};
  struct Told {
    std::string event;
    std::string data_json;
    std::chrono::milliseconds at{0};
  };

  Broadcast& broadcast_;
  Executor& loop_;
  std::map<std::pair<std::string, std::string>, Told> told_;  // by typist and room
};

}  // namespace frontdesk::realtime_gateway
