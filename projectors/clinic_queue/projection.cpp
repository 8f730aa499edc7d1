#include "projectors/clinic_queue/projection.hpp"

#include "projectors/clinic_queue/changes.hpp"
#include "projectors/clinic_queue/rows.hpp"

namespace frontdesk::projectors {
namespace {

class ClinicQueueProjection : public Projection {
 public:
  bool knows(std::string_view type) const override { return frontdesk::clinic_queue::events::is_event(type); }
  std::unique_ptr<Changes> begin() const override { return std::make_unique<clinic_queue::QueueChanges>(); }
  void prepare(pqxx::connection_base& connection) const override { clinic_queue::prepare_rows(connection); }
  std::vector<CacheKind> cache_kinds() const override { return {{"clinic:", "clinic"}, {"queue:", "queue"}}; }
  event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const override {
    return topics.events_unit(id);
  }
  std::vector<CacheEntry> render(pqxx::transaction_base& transaction, const CacheKind& kind,
                                 const std::vector<std::string>& ids) const override {
    return kind.table == "queue" ? clinic_queue::render_queues(transaction, ids)
                                 : clinic_queue::render_clinics(transaction, ids);
  }
};

}  // namespace

std::unique_ptr<Projection> make_clinic_queue_projection() { return std::make_unique<ClinicQueueProjection>(); }

}  // namespace frontdesk::projectors
