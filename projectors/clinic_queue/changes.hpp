#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/clinic_queue.hpp"
#include "projectors/projection.hpp"

namespace frontdesk::projectors::clinic_queue {

namespace events = frontdesk::clinic_queue::events;

struct ClinicChange {
  event_log::UnitId unit;
  std::optional<events::ClinicCreated> created;  // the row is new in this batch
  events::ClinicChanged changed;                 // all changes of the batch in one; revision 0: none
};

struct QueueChange {
  event_log::UnitId unit;
  std::optional<events::QueueOpened> opened;  // the row is new in this batch
  int waiting_delta = 0;
  std::optional<int> current_token_no;
  std::optional<int> last_served_token_number;
  std::optional<bool> is_active;
  std::optional<Instant> updated_at;
};

// Events carry the whole token, so its row is written as the last event left it.
struct TokenRow {
  std::string queue_id;
  std::string patient_id;
  int token_number = 0;
  std::string status;
  Instant created_at;
  std::optional<Instant> called_at;
  std::optional<Instant> completed_at;
  std::optional<Instant> skipped_at;
};

struct ActivityRow {
  std::string id;
  std::string queue_id;
  std::string staff_id;
  std::string token_id;
  std::string action;
  Instant created_at;
};

// The merge is pure; the SQL of write() is in rows.cpp. Maps are ordered so that all projectors lock rows in one order.
class QueueChanges : public Changes {
 public:
  void apply(const EventAt& event) override;
  void touched(std::vector<std::pair<event_log::UnitId, std::string>>& keys) const override;
  std::vector<CacheEntry> write(pqxx::transaction_base& transaction) override;

  const std::map<std::string, ClinicChange>& clinics() const { return clinics_; }
  const std::map<std::string, QueueChange>& queues() const { return queues_; }
  const std::map<std::string, std::optional<TokenRow>>& tokens() const { return tokens_; }

 private:
  void merge(const EventAt& at, const events::ClinicCreated& event);
  void merge(const EventAt& at, const events::ClinicChanged& event);
  void merge(const EventAt& at, const events::PlaceClaimed& event);
  void merge(const EventAt& at, const events::QueueOpened& event);
  void merge(const EventAt& at, const events::TokenIssued& event);
  void merge(const EventAt& at, const events::TokenCalled& event);
  void merge(const EventAt& at, const events::TokenSkipped& event);
  void merge(const EventAt& at, const events::TokenStarted& event);
  void merge(const EventAt& at, const events::TokenCompleted& event);
  void merge(const EventAt& at, const events::TokenReturned& event);
  void merge(const EventAt& at, const events::QueueDeactivated& event);
  void merge(const EventAt& at, const events::QueueReactivated& event);
  void merge(const EventAt& at, const events::QueueEnded& event);

  QueueChange& queue(const EventAt& at, const std::string& id);
  void set_active(const EventAt& at, const std::string& queue_id, bool active, Instant when);

  void insert_clinics(pqxx::transaction_base& transaction) const;
  void update_clinics(pqxx::transaction_base& transaction) const;
  std::vector<CacheEntry> write_clinics(pqxx::transaction_base& transaction) const;
  std::vector<CacheEntry> write_queues(pqxx::transaction_base& transaction, bool opened) const;
  void write_tokens(pqxx::transaction_base& transaction) const;
  void delete_tokens(pqxx::transaction_base& transaction) const;
  void write_activity(pqxx::transaction_base& transaction) const;

  std::map<std::string, ClinicChange> clinics_;
  std::map<std::string, QueueChange> queues_;
  std::map<std::string, std::optional<TokenRow>> tokens_;  // nullopt: the row goes
  std::vector<ActivityRow> activity_;
};

}  // namespace frontdesk::projectors::clinic_queue
