#include "realtime-gateway/facades/appointment_chat/chat_rooms.hpp"
#include "realtime-gateway/facades/clinics/queue_rooms.hpp"
#include "realtime-gateway/facades/facade.hpp"
#include "realtime-gateway/facades/pet_care/care_rooms.hpp"

namespace frontdesk::realtime_gateway {

std::vector<std::unique_ptr<Facade>> make_facades(const FacadeParts& parts) {
  std::vector<std::unique_ptr<Facade>> facades;
  facades.push_back(std::make_unique<clinics::QueueRooms>(parts));
  facades.push_back(std::make_unique<pet_care::CareRooms>(parts));
  facades.push_back(std::make_unique<appointment_chat::ChatRooms>(parts));
  return facades;
}

}  // namespace frontdesk::realtime_gateway
