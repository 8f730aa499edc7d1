#include "projectors/identity/projection.hpp"

#include "projectors/identity/changes.hpp"
#include "projectors/identity/rows.hpp"

namespace frontdesk::projectors {
namespace {

class IdentityProjection : public Projection {
 public:
  bool knows(std::string_view type) const override { return frontdesk::identity::events::is_event(type); }
  std::unique_ptr<Changes> begin() const override { return std::make_unique<identity::AccountChanges>(); }
  void prepare(pqxx::connection_base& connection) const override { identity::prepare_rows(connection); }
  std::vector<CacheKind> cache_kinds() const override { return {{"account:", "account"}, {"session:", "session"}}; }
  event_log::UnitId unit_of(const event_log::Topics& topics, std::string_view id) const override {
    return topics.identity_unit(id);
  }
  std::vector<CacheEntry> render(pqxx::transaction_base& transaction, const CacheKind& kind,
                                 const std::vector<std::string>& ids) const override {
    return kind.table == "account" ? identity::render_accounts(transaction, ids)
                                   : identity::render_sessions(transaction, ids);
  }
};

}  // namespace

std::unique_ptr<Projection> make_identity_projection() { return std::make_unique<IdentityProjection>(); }

}  // namespace frontdesk::projectors
