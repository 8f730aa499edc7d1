#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/sockets/client_request.hpp"

namespace frontdesk::realtime_gateway::clinics {

// Who may join the room of a queue, and what joining is answered (contract 004, section 5): anybody may hear what
// happens in a queue of today. What is told there, and to a patient alone: schemas/api/clinics/{queues,tokens}.cpp.
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
