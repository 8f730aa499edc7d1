#pragma once
#include <string_view>
#include <vector>

#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/sockets/client_request.hpp"

namespace frontdesk::realtime_gateway::appointment_chat {

// Who may hear what is written in an appointment's chat (contract 001, section 3): its two parties, also once it is
// closed. What is told there: schemas/api/appointment_chat/messages.cpp.
class ChatRooms final : public Facade {
 public:
  explicit ChatRooms(const FacadeParts& parts);
  void add_to(ClientEvents& events) override;
  void heard(const HeardEvent& event) override;
  std::vector<std::string_view> room_kinds() const override;
  void may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) override;

 private:
  void join(const ClientRequest& request, const ClientEvent& event);
  void leave(const ClientRequest& request, const ClientEvent& event);
  // Asks whether it may be in the room; else it leaves and is told so.
  void if_party(const ClientRequest& request, const api::Room& room, std::function<void()> then);
  void put_out(const api::Room& room, std::string_view user_id);

  const FacadeParts parts_;
  RowSource& care_rooms_;
};

}  // namespace frontdesk::realtime_gateway::appointment_chat
