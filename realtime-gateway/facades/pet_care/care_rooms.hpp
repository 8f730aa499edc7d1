#pragma once
#include <string_view>
#include <vector>

#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/sockets/client_request.hpp"

namespace frontdesk::realtime_gateway::pet_care {

// Who may join the chat room of an appointment (contract 000, sections 4 and 5), and who is put out of it: whoever is
// no longer assigned, and everybody once it is closed. What is told there: schemas/api/pet_care/messages.cpp.
class CareRooms final : public Facade {
 public:
  explicit CareRooms(const FacadeParts& parts);
  void add_to(ClientEvents& events) override;
  void heard(const HeardEvent& event) override;
  std::vector<std::string_view> room_kinds() const override;
  void may_join(const api::Room& room, const Identity& caller, std::function<void(Entry)> done) override;

 private:
  void join(ClientRequest request, const ClientEvent& event);
  void enter(const ClientRequest& request, const api::Room& room);
  void stay(const ClientRequest& request, const api::Room& room);
  // Whether it may be in the room; else it is told why not.
  static bool admitted(const ClientRequest& request, const Entry& entry);

  const FacadeParts parts_;
  RowSource& care_rooms_;
};

}  // namespace frontdesk::realtime_gateway::pet_care
