#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/sockets/client_request.hpp"

namespace frontdesk::realtime_gateway::clinics {

// The rooms of queues (contract 004, section 5): anybody may hear what happens in a queue of today.
class QueueRooms final : public Facade {
 public:
  explicit QueueRooms(const FacadeParts& parts);
  void add_to(ClientEvents& events) override;
  std::vector<std::string_view> room_kinds() const override;
  void may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) override;

 private:
  void join(ClientRequest request, const ClientEvent& event);
  void enter(const ClientRequest& request, const api::Room& room);
  void leave(ClientRequest request, const ClientEvent& event);

  const FacadeParts parts_;
  RowSource& queues_;
  RowFeed& status_;
};

}  // namespace frontdesk::realtime_gateway::clinics
